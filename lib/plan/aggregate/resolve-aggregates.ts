/**
 * Aggregates outside of an aggregation: a select list that has one is an aggregation of all rows (Spark: GlobalAggregates);
 * in a filter or an order above an aggregation it is computed there and left out again (ResolveAggregateFunctions: HAVING).
 */
import { aggregates } from '../../expressions/aggregates/index.ts'
import type { Expression } from '../../expressions/expression.ts'
import { expressionOperands } from '../../expressions/expression-operands.ts'
import { rebuildExpression } from '../../expressions/rebuild-expression.ts'
import { makeNode } from '../node.ts'
import type { Node, NodeOptions, OperatorName } from '../nodes.ts'
import { definitionOf } from '../operator-registry.ts'
import type { Planner } from '../planner.ts'

const groupingNames: ReadonlySet<string> = new Set(['grouping', 'grouping_id'])

const isAggregate = (one: Expression) => one.kind === 'call' && aggregates.has(one.name.toLowerCase())

const isResult = (one: Expression) => isAggregate(one) || (one.kind === 'call' && groupingNames.has(one.name))

/** Whether an expression aggregates; a window function's aggregate is its own. */
export function holdsAggregate(expression: Expression): boolean {
  if (expression.kind === 'over') return false
  return isAggregate(expression) || expressionOperands(expression).some(holdsAggregate)
}

/** What a node becomes; undefined when there is nothing to do. */
export function withAggregates(node: Node, planner: Planner): Node | undefined {
  const [input] = node.inputs
  if (!input) return undefined
  if (node.op === 'project') {
    const { columns } = node.options as NodeOptions['project']
    return columns.some(holdsAggregate) ? overAllRows(columns, input) : undefined
  }
  if (node.op === 'withColumns') {
    const { columns } = node.options as NodeOptions['withColumns']
    if (!columns.some(({ value }) => holdsAggregate(value))) return undefined
    const star: Expression = { kind: 'star', target: undefined }
    return overAllRows([star, ...columns.map(({ name, value }) => alias(value, name))], input)
  }
  if (node.op !== 'filter' && node.op !== 'sort') return undefined
  const definition = definitionOf(planner.operators, node.op)
  return computedBelow(node, definition.expressions?.(node.options) ?? [], input, (expressions) =>
    definition.withExpressions?.(node.options, expressions),
  )
}

const overAllRows = (outputs: readonly Expression[], input: Node): Node =>
  makeNode('aggregate', { grouping: [], sets: undefined, outputs }, [input])

const alias = (input: Expression, name: string): Expression => ({ kind: 'alias', input, names: [name] })

/** The node over an aggregation that also computes what the node's expressions aggregate. */
function computedBelow(
  node: Node,
  expressions: readonly Expression[],
  input: Node,
  optionsOf: (expressions: readonly Expression[]) => unknown,
): Node | undefined {
  const extras: Expression[] = []
  const hide = (one: Expression): Expression => {
    if (one.kind === 'over' || !isResult(one)) return one.kind === 'over' ? one : rebuildExpression(one, hide)
    const name = hiddenName(input.id, extras.length)
    extras.push(alias(one, name))
    return { kind: 'column', path: [name] }
  }
  const rewritten = expressions.map(hide)
  if (extras.length === 0) return undefined
  const below = withOutputs(input, extras)
  if (!below) return undefined
  const above = makeNode(node.op, optionsOf(rewritten) as Node['options'], [below])
  return makeNode('project', { columns: [{ kind: 'star', target: undefined, except: namesOf(extras) }] }, [above])
}

/** A name that nobody writes. */
const hiddenName = (node: number, at: number) => `aggregate ${node}.${at}`

const namesOf = (extras: readonly Expression[]) =>
  extras.map((one) => (one as Extract<Expression, { readonly kind: 'alias' }>).names)

/** The aggregation at the bottom of filters and orders, with more results; undefined when there is none. */
function withOutputs(node: Node, extras: readonly Expression[]): Node | undefined {
  if (node.op === 'aggregate') {
    const options = node.options as NodeOptions['aggregate']
    return makeNode('aggregate', { ...options, outputs: [...options.outputs, ...extras] }, node.inputs)
  }
  const hides = node.op === 'project' && hidesOnly(node.options as NodeOptions['project'])
  if (node.op !== 'filter' && node.op !== 'sort' && !hides) return undefined
  const below = withOutputs(node.inputs[0] as Node, extras)
  return below && makeNode(node.op as OperatorName, node.options, [below])
}

/** A projection as `computedBelow` makes it: what is new below comes through its star. */
const hidesOnly = ({ columns }: NodeOptions['project']) =>
  columns.length === 1 &&
  columns[0]?.kind === 'star' &&
  columns[0].target === undefined &&
  columns[0].except !== undefined
