/**
 * Scalar subqueries that name columns of the query around them: aggregates, grouped by what is compared with those columns, joined to every row (Spark: PullupCorrelatedPredicates, RewriteCorrelatedScalarSubquery).
 */
import { aggregates } from '../expressions/aggregates/index.ts'
import { findName } from '../expressions/binder/resolve-name.ts'
import { call, literalOf, operation } from '../expressions/build.ts'
import type { Expression } from '../expressions/expression.ts'
import { expressionOperands } from '../expressions/expression-operands.ts'
import { rebuildExpression } from '../expressions/rebuild-expression.ts'
import { joinOptions } from '../plan/join/join-options.ts'
import { makeNode } from '../plan/node.ts'
import type { Node } from '../plan/nodes.ts'
import type { Field } from '../types/data-type.ts'
import type { Schema } from '../types/schema.ts'
import { booleanType } from '../types/types.ts'
import type { QueryPlans } from './query-plans.ts'

/** Aggregates that give null where there is no row. */
const nullWithoutRows = new Set(['max', 'min', 'sum', 'avg', 'mean', 'first', 'last', 'any_value', 'max_by', 'min_by'])

const zeroWithoutRows = new Set(['count', 'count_if'])

/**
 * The input with the value as one more column.
 *
 * @param right what the subquery reads, under names of its own
 * @param mark name of the column
 * @param conditions what the subquery says about columns of the input
 * @returns undefined for what is made of more than aggregates and constants, or is compared by more than equality
 */
export function correlatedScalar(
  input: Node,
  right: Node,
  item: Expression,
  conditions: readonly Expression[],
  mark: string,
  plans: QueryPlans,
): Node | undefined {
  const called = aggregatesIn(item)
  if (!called || called.length === 0) return undefined
  const pairs = conditions.map((one) => equality(one, plans.schema(right)))
  const keys: Expression[] = []
  const matches: Expression[] = []
  for (const [at, pair] of pairs.entries()) {
    if (!pair) return undefined
    keys.push(pair.inner)
    matches.push(operation('=', pair.outer, column(`${mark}_key${at}`)))
  }
  const named = keys.map((key, at) => alias(key, `${mark}_key${at}`))
  const found = `${mark}_found`
  const outputs = [alias(item, mark), alias(literalOf(true, booleanType), found), ...named]
  const grouped = makeNode('aggregate', { grouping: keys, sets: undefined, outputs }, [right])
  const joined = makeNode('join', joinOptions(matches, 'left'), [input, grouped])
  // May be null by its type, as Spark's.
  const value = call('if', call('isnull', column(found)), withoutRows(item, called, right, plans), column(mark))
  const complete = makeNode('withColumns', { columns: [{ name: mark, value }] }, [joined])
  return makeNode('drop', { columns: [found, ...keys.map((_, at) => `${mark}_key${at}`)].map(column) }, [complete])
}

type Call = Extract<Expression, { readonly kind: 'call' }>

/** What an item aggregates; undefined when it holds more than aggregates that are known over no rows, and constants. */
function aggregatesIn(item: Expression): readonly Call[] | undefined {
  if (item.kind === 'literal') return []
  if (item.kind === 'call' && (nullWithoutRows.has(item.name) || zeroWithoutRows.has(item.name))) return [item]
  const { kind } = item
  if (!(kind === 'cast' || kind === 'extract' || (kind === 'call' && !aggregates.has(item.name)))) return undefined
  const inside = expressionOperands(item).map(aggregatesIn)
  return inside.includes(undefined) ? undefined : inside.flatMap((one) => one ?? [])
}

/** The item over no rows. */
function withoutRows(item: Expression, called: readonly Call[], right: Node, plans: QueryPlans): Expression {
  const outputs = called.map((one, at) => alias(one, `result${at}`))
  const { fields } = plans.schema(makeNode('aggregate', { grouping: [], sets: undefined, outputs }, [right]))
  const change = (one: Expression): Expression => {
    const at = called.indexOf(one as Call)
    if (at < 0) return rebuildExpression(one, change)
    return zeroWithoutRows.has((called[at] as Call).name)
      ? literalOf(0n, { kind: 'long' })
      : literalOf(null, (fields[at] as Field).type)
  }
  return change(item)
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
