/** Subqueries opened: their plans, what they read, what they name of the rows around them, how Spark calls them. */
import { MillraceError } from '../errors.ts'
import { findName } from '../expressions/binder/resolve-name.ts'
import { call, textLiteral } from '../expressions/build.ts'
import type { Expression } from '../expressions/expression.ts'
import { expressionText } from '../expressions/expression-text.ts'
import { rebuildExpression } from '../expressions/rebuild-expression.ts'
import { withVariableValues } from '../expressions/variable-literal.ts'
import { isAggregate } from '../plan/aggregate/resolve-aggregates.ts'
import { makeNode } from '../plan/node.ts'
import type { Node } from '../plan/nodes.ts'
import type { Schema } from '../types/schema.ts'
import { correlatedPlan } from './outer-rows.ts'
import type { QueryPlans } from './query-plans.ts'
import type { NamedQuery, Query, Relation } from './statement.ts'
import type { Subquery } from './subqueries-in.ts'

/** A subquery that is only SELECT, FROM and WHERE: what it selects from, under which condition. */
export interface SubqueryParts {
  readonly from: Node
  readonly where: Expression | undefined
  readonly items: readonly Expression[]
}

export interface OpenedSubquery {
  readonly query: Query
  /** At the subquery, without the rows around it. */
  readonly plans: QueryPlans
}

/** @param input the rows around it */
export function opened({ start }: Subquery, input: Node, plans: QueryPlans): OpenedSubquery {
  const schema = plans.schema(input)
  const { query, cursor } = plans.cursor.subquery(start, (path) => namesColumn(path, schema))
  return { query, plans: plans.at({ cursor, outer: undefined }) }
}

/** Whether a path names a column, or several. */
function namesColumn(path: readonly string[], schema: Schema): boolean {
  try {
    return findName(path, schema) !== undefined
  } catch (error) {
    if (error instanceof MillraceError) return true
    throw error
  }
}

/** undefined for what is more than SELECT, FROM and WHERE. */
export function partsOf({ query, plans }: OpenedSubquery): SubqueryParts | undefined {
  if (query.kind !== 'select' || !query.from || query.grouping || query.having) return undefined
  try {
    return { from: plans.relation(query.from), where: query.where, items: query.items }
  } catch (error) {
    // A query behind FROM names columns of the rows around.
    if (error instanceof MillraceError && error.condition.startsWith('UNRESOLVED_COLUMN')) return undefined
    throw error
  }
}

/** The plan of a subquery that names nothing of the rows around it; undefined for one that does, or names unknown things. */
export function plainPlan(inner: OpenedSubquery): Node | undefined {
  try {
    return inner.plans.query(inner.query)
  } catch (error) {
    if (error instanceof MillraceError && error.condition.startsWith('UNRESOLVED_COLUMN')) return undefined
    throw error
  }
}

/** An expression as Spark calls it in messages and columns: its subqueries with what they name of the rows around them. */
export function subqueryName(expression: Expression, input: Node, plans: QueryPlans): string {
  const schema = plans.schema(input)
  const shown = (one: Expression): Expression => {
    if (one.kind === 'column' && namesColumn(one.path, schema)) return unqualified(one, schema)
    if (one.kind === 'over') return rebuildExpression(framed(one, plans), shown)
    if (one.kind !== 'subquery') return rebuildExpression(one, shown)
    const outer = outerColumns(one, input, plans)
    if (one.form === 'scalar') return call('scalarsubquery', ...outer)
    if (one.form === 'exists') return call('exists', ...outer)
    const [value] = one.args
    const row = value?.kind === 'call' && value.name === 'struct' && value.operator
    const nameOf = (arg: Expression, at: number) =>
      arg.kind === 'column' ? arg.path.at(-1) : arg.kind === 'literal' ? expressionText(arg) : `_${at}`
    const shownValue = row
      ? call('named_struct', ...value.args.flatMap((arg, at) => [textLiteral(`'${nameOf(arg, at)}'`), shown(arg)]))
      : shown(value as Expression)
    return call('in', shownValue, call('listquery', ...outer))
  }
  return expressionText(withVariableValues(shown(expression), (path) => namesColumn(path, schema)))
}

/** A column without the names of its relation. */
function unqualified(column: Extract<Expression, { readonly kind: 'column' }>, schema: Schema): Expression {
  const found = findName(column.path, schema)
  return found ? { ...column, path: [found.written, ...found.rest] } : column
}

type Over = Extract<Expression, { readonly kind: 'over' }>

/** An aggregate over a window is called with the frame that it has when none is written. */
function framed(over: Over, { scope }: QueryPlans): Over {
  const { input, window } = over
  if (typeof window === 'string' || window.frame || !isAggregate(input, scope.planner)) return over
  const first = { kind: 'unbounded', side: 'PRECEDING' } as const
  const frame =
    window.orderBy.length > 0
      ? ({ unit: 'RANGE', lower: first, upper: { kind: 'current' } } as const)
      : ({ unit: 'ROWS', lower: first, upper: { kind: 'unbounded', side: 'FOLLOWING' } } as const)
  return { ...over, window: { ...window, frame } }
}

function outerColumns(subquery: Subquery, input: Node, plans: QueryPlans): readonly Expression[] {
  const { query, plans: at } = opened(subquery, input, plans)
  try {
    const { outer } = correlatedPlan(input, plans, (within) => within.at({ cursor: at.cursor }).query(query))
    return outer.sources.map(columnOf)
  } catch (error) {
    if (error instanceof MillraceError) return []
    throw error
  }
}

/** Whether a subquery names columns of the rows around it, or columns that nobody has. */
export function isCorrelated(subquery: Subquery, input: Node, plans: QueryPlans): boolean {
  return plainPlan(opened(subquery, input, plans)) === undefined
}

/** The relations of a query without what is done to them: enough to see whether one streams. */
export function relationsOf(query: Query, plans: QueryPlans): Node {
  switch (query.kind) {
    case 'select':
      return query.from ? readBy(query.from, plans) : makeNode('localRelation', { fields: [], rows: [] })
    case 'relation':
      return plans.relation(query.relation)
    case 'union':
    case 'setOperation':
      return makeNode('union', { byName: false, allowMissingColumns: false }, [
        relationsOf(query.left, plans),
        relationsOf(query.right, plans),
      ])
    case 'with':
      return relationsOfWith(query, plans)
    default:
      return relationsOf(query.input, plans)
  }
}

/** A relation; of a query behind FROM that names columns of the rows around it only what it reads itself. */
function readBy(from: Relation, plans: QueryPlans): Node {
  try {
    return plans.relation(from)
  } catch (error) {
    const correlated = error instanceof MillraceError && error.condition.startsWith('UNRESOLVED_COLUMN')
    if (!correlated || from.kind !== 'query') throw error
    return relationsOf(from.query, plans)
  }
}

/** Where the query names columns of rows around it, only what its named queries read. */
function relationsOfWith(query: Extract<Query, { readonly kind: 'with' }>, plans: QueryPlans): Node {
  return plainPlan({ query, plans }) ?? relationsOf((query.names[0] as NamedQuery).query, plans)
}

/** A stream inside of a subquery. */
export function streamingSubquery(): MillraceError {
  return new MillraceError(
    'INVALID_SUBQUERY_EXPRESSION.STREAMING_QUERY',
    'Invalid subquery: Streaming query is not allowed in subquery expressions.',
    { sqlState: '42823' },
  )
}

const columnOf = (name: string): Expression => ({ kind: 'column', path: [name] })
