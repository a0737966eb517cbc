/** XPath 1.0 over a document. */
import type { XmlNode } from '../xml-document.ts'
import { axisNodes, passes } from './xpath-axes.ts'
import { XPathError, type XPathExpression, type XPathOperator, type XPathStep } from './xpath-expression.ts'
import { type XPathContext, xpathFunction } from './xpath-functions.ts'
import { compareValues, isNodes, toBoolean, toNumber, type XPathValue } from './xpath-values.ts'

/** The value of an expression. @throws XPathError */
export function evaluateXPath(expression: XPathExpression, document: XmlNode): XPathValue {
  return evaluate(expression, { node: document, position: 1, size: 1 })
}

function evaluate(expression: XPathExpression, context: XPathContext): XPathValue {
  switch (expression.kind) {
    case 'number':
    case 'text':
      return expression.value
    case 'negate':
      return -toNumber(evaluate(expression.input, context))
    case 'call': {
      const of = xpathFunction(expression.name, expression.args.length)
      return of(
        expression.args.map((arg) => evaluate(arg, context)),
        context,
      )
    }
    case 'binary':
      return binary(expression.operator, expression.left, expression.right, context)
    case 'path': {
      const start = startOf(expression.from, context)
      const filtered = expression.filters.reduce(holding, start)
      return expression.steps.reduce(stepped, filtered)
    }
  }
}

function startOf(from: XPathExpression | 'root' | 'context', context: XPathContext): readonly XmlNode[] {
  if (from === 'context') return [context.node]
  if (from === 'root') return [rootOf(context.node)]
  const value = evaluate(from, context)
  if (isNodes(value)) return value
  throw new XPathError('A path of XPath goes on from nodes only')
}

function rootOf(node: XmlNode): XmlNode {
  let root = node
  while (root.parent) root = root.parent
  return root
}

function binary(
  operator: XPathOperator,
  left: XPathExpression,
  right: XPathExpression,
  context: XPathContext,
): XPathValue {
  if (operator === 'or') return toBoolean(evaluate(left, context)) || toBoolean(evaluate(right, context))
  if (operator === 'and') return toBoolean(evaluate(left, context)) && toBoolean(evaluate(right, context))
  const a = evaluate(left, context)
  const b = evaluate(right, context)
  switch (operator) {
    case '|':
      if (!isNodes(a) || !isNodes(b)) throw new XPathError('`|` of XPath joins nodes only')
      return inOrder([...a, ...b])
    case '+':
      return toNumber(a) + toNumber(b)
    case '-':
      return toNumber(a) - toNumber(b)
    case '*':
      return toNumber(a) * toNumber(b)
    case 'div':
      return toNumber(a) / toNumber(b)
    case 'mod':
      return toNumber(a) % toNumber(b)
    default:
      return compareValues(operator, a, b)
  }
}

/** Each node once, in the order of the document. */
function inOrder(nodes: readonly XmlNode[]): readonly XmlNode[] {
  return nodes.length < 2 ? nodes : [...new Set(nodes)].sort((a, b) => a.order - b.order)
}

function stepped(from: readonly XmlNode[], { axis, test, predicates }: XPathStep): readonly XmlNode[] {
  return inOrder(
    from.flatMap((node) =>
      predicates.reduce(
        holding,
        axisNodes(node, axis).filter((one) => passes(one, axis, test)),
      ),
    ),
  )
}

/** The nodes for which a predicate holds; a number stands for the position. */
function holding(nodes: readonly XmlNode[], predicate: XPathExpression): readonly XmlNode[] {
  return nodes.filter((node, at) => {
    const value = evaluate(predicate, { node, position: at + 1, size: nodes.length })
    return typeof value === 'number' ? value === at + 1 : toBoolean(value)
  })
}
