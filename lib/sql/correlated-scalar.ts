/**
 * Scalar subqueries that name columns of the query around them: one aggregate, grouped by what is compared with those
 * columns, joined to every row (Spark: PullupCorrelatedPredicates, RewriteCorrelatedScalarSubquery).
 */
import { findName } from '../expressions/binder/resolve-name.ts'
import { call, literalOf, operation } from '../expressions/build.ts'
import type { Expression } from '../expressions/expression.ts'
import { expressionOperands } from '../expressions/expression-operands.ts'
import { joinOptions } from '../plan/join/join-options.ts'
import { makeNode } from '../plan/node.ts'
import type { Node } from '../plan/nodes.ts'
import type { Schema } from '../types/schema.ts'

/** Aggregates that give null where there is no row, as the join does. */
const nullWithoutRows = new Set(['max', 'min', 'sum', 'avg', 'mean', 'first', 'last', 'any_value', 'max_by', 'min_by'])

const zeroWithoutRows = new Set(['count', 'count_if'])

/**
 * The input with the value as one more column.
 *
 * @param right what the subquery reads, under names of its own
 * @param mark name of the column
 * @param conditions what the subquery says about columns of the input
 * @returns undefined for what is no single aggregate, or is compared by more than equality
 */
export function correlatedScalar(
  input: Node,
  right: Node,
  rightSchema: Schema,
  item: Expression,
  conditions: readonly Expression[],
  mark: string,
): Node | undefined {
  if (item.kind !== 'call' || !(nullWithoutRows.has(item.name) || zeroWithoutRows.has(item.name))) return undefined
  const pairs = conditions.map((one) => equality(one, rightSchema))
  const keys: Expression[] = []
  const matches: Expression[] = []
  for (const [at, pair] of pairs.entries()) {
    if (!pair) return undefined
    keys.push(pair.inner)
    matches.push(operation('=', pair.outer, column(`${mark}_key${at}`)))
  }
  const named = keys.map((key, at) => alias(key, `${mark}_key${at}`))
  const outputs = [alias(item, mark), ...named]
  const grouped = makeNode('aggregate', { grouping: keys, sets: undefined, outputs }, [right])
  const joined = makeNode('join', joinOptions(matches, 'left'), [input, grouped])
  const node = makeNode('drop', { columns: keys.map((_, at) => column(`${mark}_key${at}`)) }, [joined])
  if (!zeroWithoutRows.has(item.name)) return node
  // May be null by its type, as Spark's.
  const value = call('if', call('isnull', column(mark)), literalOf(0n, { kind: 'long' }), column(mark))
  return makeNode('withColumns', { columns: [{ name: mark, value }] }, [node])
}

const column = (name: string): Expression => ({ kind: 'column', path: [name] })

const alias = (input: Expression, name: string): Expression => ({ kind: 'alias', input, names: [name] })

/** The sides of an equality of a value of the subquery and one of the query around it. */
function equality(
  condition: Expression,
  schema: Schema,
): { readonly inner: Expression; readonly outer: Expression } | undefined {
  if (condition.kind !== 'call' || condition.name !== '=') return undefined
  const [left, right] = condition.args as readonly [Expression, Expression]
  const isInner = (one: Expression) => columnsIn(one).every(({ path, variable }) => findName(path, schema) ?? variable)
  const isOuter = (one: Expression) => columnsIn(one).every(({ path }) => !findName(path, schema))
  if (isInner(left) && isOuter(right)) return { inner: left, outer: right }
  return isInner(right) && isOuter(left) ? { inner: right, outer: left } : undefined
}

type Named = Extract<Expression, { readonly kind: 'column' }>

const columnsIn = (expression: Expression): readonly Named[] =>
  expression.kind === 'column' ? [expression] : expressionOperands(expression).flatMap(columnsIn)
