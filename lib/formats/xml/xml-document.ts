/** XML as a tree of nodes, in the data model of XPath 1.0 (namespace nodes left out). */
import { type XmlAttribute, XmlScanner, XmlSyntaxError } from './xml-scanner.ts'

export interface XmlNode {
  readonly kind: 'document' | 'element' | 'attribute' | 'text' | 'comment' | 'instruction'
  /** Qualified, as it is written: `n:k`; '' where there is none. */
  readonly name: string
  readonly local: string
  /** Its namespace, '' for none. */
  readonly uri: string
  readonly parent: XmlNode | undefined
  readonly children: XmlNode[]
  readonly attributes: readonly XmlNode[]
  /** Of leaves: text, value, content. */
  text: string
  /** Of a text: what stands before its first CDATA section ends or begins, which is what Java's DOM calls its value. */
  readonly first: string
  /** Its place in the document. */
  readonly order: number
}

type Scope = ReadonlyMap<string, string>

const rootScope: Scope = new Map([['xml', 'http://www.w3.org/XML/1998/namespace']])

/** The tree of a document. @throws XmlSyntaxError */
export function parseXml(text: string): XmlNode {
  const scanner = new XmlScanner(text)
  let order = 0
  const leaf = (kind: XmlNode['kind'], parent: XmlNode, value: string, name = ''): XmlNode => {
    const node = { kind, name, local: name, uri: '', parent, children: [], attributes: [] }
    return { ...node, text: value, first: value, order: order++ }
  }
  const element = (parent: XmlNode, name: string, given: readonly XmlAttribute[], scope: Scope): XmlNode => {
    const attributes: XmlNode[] = []
    const node: XmlNode = {
      kind: 'element',
      ...qualified(name, scope, true),
      parent,
      children: [],
      attributes,
      text: '',
      first: '',
      order: order++,
    }
    for (const [key, value] of given) {
      if (key === 'xmlns' || key.startsWith('xmlns:')) continue
      attributes.push({ ...leaf('attribute', node, value), ...qualified(key, scope, false) })
    }
    return node
  }
  const document: XmlNode = {
    kind: 'document',
    name: '',
    local: '',
    uri: '',
    parent: undefined,
    children: [],
    attributes: [],
    text: '',
    first: '',
    order: order++,
  }
  const scopes: Scope[] = [rootScope]
  let open = document
  for (let event = scanner.next(); event.kind !== 'eof'; event = scanner.next()) {
    switch (event.kind) {
      case 'start': {
        const scope = scopeOf(event.attributes, scopes.at(-1) as Scope)
        const node = element(open, event.name, event.attributes, scope)
        open.children.push(node)
        scopes.push(scope)
        open = node
        break
      }
      case 'end':
        scopes.pop()
        open = open.parent as XmlNode
        break
      case 'text':
      case 'cdata': {
        const last = open.children.at(-1)
        if (last?.kind === 'text') last.text += event.text
        else open.children.push(leaf('text', open, event.text))
        break
      }
      case 'comment':
        open.children.push(leaf('comment', open, event.text))
        break
      case 'instruction':
        open.children.push(leaf('instruction', open, event.text, event.name))
    }
  }
  return document
}

/** What prefixes stand for within an element. */
function scopeOf(attributes: readonly XmlAttribute[], outer: Scope): Scope {
  const own = attributes.filter(([key]) => key === 'xmlns' || key.startsWith('xmlns:'))
  if (own.length === 0) return outer
  return new Map([
    ...outer,
    ...own.map(([key, value]) => [key === 'xmlns' ? '' : key.slice('xmlns:'.length), value] as const),
  ])
}

/** @throws XmlSyntaxError for a prefix that stands for nothing */
function qualified(name: string, scope: Scope, isElement: boolean): Pick<XmlNode, 'name' | 'local' | 'uri'> {
  const colon = name.indexOf(':')
  if (colon < 0) return { name, local: name, uri: isElement ? (scope.get('') ?? '') : '' }
  const uri = scope.get(name.slice(0, colon))
  if (uri === undefined) throw new XmlSyntaxError(`A prefix that stands for no namespace: ${name}`, 0)
  return { name, local: name.slice(colon + 1), uri }
}

/** The string-value of a node: of elements and documents all text within. */
export function stringValue(node: XmlNode): string {
  if (node.kind !== 'element' && node.kind !== 'document') return node.text
  let text = ''
  for (const child of node.children) {
    if (child.kind === 'text' || child.kind === 'element') text += stringValue(child)
  }
  return text
}
