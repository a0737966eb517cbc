/** The axes of XPath: which nodes a step goes to, in the order in which positions count. */
import type { XmlNode } from '../xml-document.ts'
import type { XPathAxis, XPathTest } from './xpath-expression.ts'

function descendants(node: XmlNode, into: XmlNode[]): XmlNode[] {
  for (const child of node.children) {
    into.push(child)
    descendants(child, into)
  }
  return into
}

function ancestors(node: XmlNode): XmlNode[] {
  const found: XmlNode[] = []
  for (let at = node.parent; at; at = at.parent) found.push(at)
  return found
}

/** The nodes beside a node before (nearest first) or behind it. */
function siblings(node: XmlNode, after: boolean): XmlNode[] {
  const all = node.kind === 'attribute' ? [] : (node.parent?.children ?? [])
  const at = all.indexOf(node)
  return after ? all.slice(at + 1) : all.slice(0, Math.max(at, 0)).reverse()
}

const withDescendants = (node: XmlNode): XmlNode[] => [node, ...descendants(node, [])]

/** Nodes of an axis, nearest first. */
export function axisNodes(node: XmlNode, axis: XPathAxis): readonly XmlNode[] {
  switch (axis) {
    case 'self':
      return [node]
    case 'child':
      return node.children
    case 'parent':
      return node.parent ? [node.parent] : []
    case 'attribute':
      return node.attributes
    case 'descendant':
      return descendants(node, [])
    case 'descendant-or-self':
      return withDescendants(node)
    case 'ancestor':
      return ancestors(node)
    case 'ancestor-or-self':
      return [node, ...ancestors(node)]
    case 'following-sibling':
      return siblings(node, true)
    case 'preceding-sibling':
      return siblings(node, false)
    case 'following':
      return [node, ...ancestors(node)].flatMap((one) => siblings(one, true).flatMap(withDescendants))
    case 'preceding':
      return [node, ...ancestors(node)].flatMap((one) =>
        siblings(one, false).flatMap((two) => withDescendants(two).reverse()),
      )
    case 'namespace':
      return []
  }
}

/** Whether a node passes a step's test. A prefix stands for no namespace: nobody could say for which. */
export function passes(node: XmlNode, axis: XPathAxis, test: XPathTest): boolean {
  switch (test.kind) {
    case 'node':
      return true
    case 'instruction':
      return node.kind === 'instruction' && (test.target === undefined || node.name === test.target)
    case 'name':
      if (node.kind !== (axis === 'attribute' ? 'attribute' : 'element') || test.prefix !== '') return false
      return test.local === undefined || (node.local === test.local && node.uri === '')
    default:
      return node.kind === test.kind
  }
}
