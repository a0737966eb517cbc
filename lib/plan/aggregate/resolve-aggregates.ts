/**
 * Aggregates outside of an aggregation: a select list that has one is an aggregation of all rows (Spark: GlobalAggregates);
 * in a filter or an order above an aggregation it is computed there and left out again (ResolveAggregateFunctions: HAVING).
 */
import { MillraceError } from '../../errors.ts'
import { findAggregate } from '../../expressions/aggregates/index.ts'
import type { Bound } from '../../expressions/bound.ts'
import { boundKey } from '../../expressions/bound-key.ts'
import type { Expression } from '../../expressions/expression.ts'
import { expressionOperands } from '../../expressions/expression-operands.ts'
import { expressionText } from '../../expressions/expression-text.ts'
import { rebuildExpression } from '../../expressions/rebuild-expression.ts'
import { givePlace, placeOf } from '../../expressions/text-place.ts'
import { withoutVariables } from '../../expressions/variable-literal.ts'
import type { Schema } from '../../types/schema.ts'
import type { Binder } from '../binder.ts'
import { makeNode } from '../node.ts'
import type { Node, NodeOptions, OperatorName } from '../nodes.ts'
import { definitionOf } from '../operator-registry.ts'
import { type Planner, schemaOf } from '../planner.ts'

const groupingNames: ReadonlySet<string> = new Set(['grouping', 'grouping_id'])

type Functions = Pick<Planner, 'functions'>

/** Whether an expression is a call of an aggregate function, the program's own among them. */
export function isAggregate(one: Expression, { functions }: Functions): boolean {
  if (one.kind !== 'call') return false
  const name = one.name.toLowerCase()
  return findAggregate(functions.get(name)?.aggregate ?? name) !== undefined
}

const isResult = (one: Expression, planner: Functions) =>
  isAggregate(one, planner) || (one.kind === 'call' && groupingNames.has(one.name))

/** Whether an expression aggregates; a window function's aggregate is its own. */
export function holdsAggregate(expression: Expression, planner: Functions): boolean {
  if (expression.kind === 'over') {
    const [input, ...keys] = expressionOperands(expression) as readonly [Expression, ...Expression[]]
    return [...expressionOperands(input), ...keys].some((one) => holdsAggregate(one, planner))
  }
  return isAggregate(expression, planner) || expressionOperands(expression).some((one) => holdsAggregate(one, planner))
}

/** What a node becomes; undefined when there is nothing to do. */
export function withAggregates(node: Node, planner: Planner): Node | undefined {
  const [input] = node.inputs
  if (!input) return undefined
  if (node.op === 'project') {
    const { columns } = node.options as NodeOptions['project']
    return columns.some((one) => holdsAggregate(one, planner)) ? overAllRows(columns, input) : undefined
  }
  if (node.op === 'withColumns') {
    const { columns } = node.options as NodeOptions['withColumns']
    if (!columns.some(({ value }) => holdsAggregate(value, planner))) return undefined
    const star: Expression = { kind: 'star', target: undefined }
    return overAllRows([star, ...columns.map(({ name, value }) => alias(value, name))], input)
  }
  if (node.op !== 'filter' && node.op !== 'sort') return undefined
  const definition = definitionOf(planner.operators, node.op)
  return computedBelow(node, definition.expressions?.(node.options) ?? [], input, planner, (expressions) =>
    definition.withExpressions?.(node.options, expressions),
  )
}

const overAllRows = (outputs: readonly Expression[], input: Node): Node =>
  makeNode('aggregate', { grouping: [], sets: undefined, outputs }, [input])

const alias = (input: Expression, name: string): Expression => ({ kind: 'alias', input, names: [name] })

/** The node over an aggregation that also gives what the node's expressions aggregate, and keys that only they name. */
function computedBelow(
  node: Node,
  expressions: readonly Expression[],
  input: Node,
  planner: Planner,
  optionsOf: (expressions: readonly Expression[]) => unknown,
): Node | undefined {
  const aggregate = aggregateBelow(input)
  if (!aggregate || expressions.length === 0) return undefined
  const isHiddenKey = hiddenKeys(aggregate, input, planner)
  const extras: Expression[] = []
  const hide = (one: Expression): Expression => {
    if (one.kind === 'over') return one
    if (!isResult(one, planner) && !isHiddenKey(one)) return rebuildExpression(one, hide)
    const name = hiddenName(input.id, extras.length)
    extras.push(alias(one, name))
    return { kind: 'column', path: [name] }
  }
  const rewritten = expressions.map(hide)
  if (extras.length === 0) return undefined
  const below = withOutputs(input, extras)
  const above = makeNode(node.op, optionsOf(rewritten) as Node['options'], [below])
  checkShown(above, extras, planner)
  return makeNode('project', { columns: [{ kind: 'star', target: undefined, except: namesOf(extras) }] }, [above])
}

/** Mistakes name what the program wrote, not the columns that stand for it. */
function checkShown(node: Node, extras: readonly Expression[], planner: Planner): void {
  try {
    schemaOf(node, planner)
  } catch (error) {
    if (!(error instanceof MillraceError)) throw error
    const shown = (text: string) =>
      extras.reduce(
        (made, one) =>
          one.kind === 'alias' ? made.replaceAll(one.names[0] as string, expressionText(one.input)) : made,
        text,
      )
    const parameters = Object.fromEntries(Object.entries(error.parameters).map(([name, value]) => [name, shown(value)]))
    const { sqlState, cause } = error
    const details = { ...(sqlState === undefined ? {} : { sqlState }), parameters, cause }
    throw givePlace(new MillraceError(error.condition, shown(error.message), details), placeOf(error))
  }
}

/** A name that nobody writes. */
const hiddenName = (node: number, at: number) => `aggregate ${node}.${at}`

const namesOf = (extras: readonly Expression[]) =>
  extras.map((one) => (one as Extract<Expression, { readonly kind: 'alias' }>).names)

/** The aggregation at the bottom of filters and orders; undefined when there is none. */
function aggregateBelow(node: Node): Node<'aggregate'> | undefined {
  if (node.op === 'aggregate') return node as Node<'aggregate'>
  const hides = node.op === 'project' && hidesOnly(node.options as NodeOptions['project'])
  return node.op === 'filter' || node.op === 'sort' || hides ? aggregateBelow(node.inputs[0] as Node) : undefined
}

/** Filters and orders over their aggregation with more results. */
function withOutputs(node: Node, extras: readonly Expression[]): Node {
  if (node.op === 'aggregate') {
    const options = node.options as NodeOptions['aggregate']
    return makeNode('aggregate', { ...options, outputs: [...options.outputs, ...extras] }, node.inputs)
  }
  return makeNode(node.op as OperatorName, node.options, [withOutputs(node.inputs[0] as Node, extras)])
}

/** Tells which expressions are grouping keys that the select list leaves out: `HAVING upper(host) = 'A'`. */
function hiddenKeys(
  { options, inputs }: Node<'aggregate'>,
  input: Node,
  planner: Planner,
): (expression: Expression) => boolean {
  const [below] = inputs
  if (!below || options.grouping.length === 0) return () => false
  const { binder } = planner
  const schema = schemaOf(below, planner)
  const given = schemaOf(input, planner)
  const keys = new Set(binder.bindColumns(options.grouping, schema).map(({ value }) => boundKey(value)))
  return (written) => {
    if (written.kind === 'sort' || written.kind === 'alias') return false
    const expression = withoutVariables(written)
    if (bound(expression, given, binder)) return false
    const key = bound(expression, schema, binder)
    return key !== undefined && keys.has(boundKey(key))
  }
}

function bound(expression: Expression, schema: Schema, binder: Binder): Bound | undefined {
  try {
    return binder.bind(expression, schema)
  } catch (error) {
    if (error instanceof MillraceError) return undefined
    throw error
  }
}

/** A projection as `computedBelow` makes it: what is new below comes through its star. */
const hidesOnly = ({ columns }: NodeOptions['project']) =>
  columns.length === 1 &&
  columns[0]?.kind === 'star' &&
  columns[0].target === undefined &&
  columns[0].except !== undefined
