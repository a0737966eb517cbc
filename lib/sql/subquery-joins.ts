/**
 * Subqueries over static tables as joins (Spark: RewritePredicateSubquery, PullupCorrelatedPredicates): IN and EXISTS
 * among the conjuncts of a condition are semi and anti joins, elsewhere existence joins, which add a column; scalar
 * subqueries join their one row to every row.
 */
import { MillraceError } from '../errors.ts'
import { findName } from '../expressions/binder/resolve-name.ts'
import { call, negation, operation, textLiteral } from '../expressions/build.ts'
import type { Expression } from '../expressions/expression.ts'
import { expressionText } from '../expressions/expression-text.ts'
import { rebuildExpression } from '../expressions/rebuild-expression.ts'
import { holdsAggregate } from '../plan/aggregate/resolve-aggregates.ts'
import { joinOptions } from '../plan/join/join-options.ts'
import { makeNode } from '../plan/node.ts'
import type { Node } from '../plan/nodes.ts'
import type { Token } from '../types/ddl/tokenizer.ts'
import type { Schema } from '../types/schema.ts'
import { conjunctionOf, conjunctsOf } from './conjuncts.ts'
import { correlatedScalar } from './correlated-scalar.ts'
import { freshNames } from './fresh-names.ts'
import { errorAt } from './located.ts'
import { isCorrelated, type OpenedSubquery, opened, partsOf, plainPlan, type SubqueryParts } from './opened-subquery.ts'
import { correlatedPlan } from './outer-rows.ts'
import type { QueryPlans } from './query-plans.ts'
import { type Subquery, subqueriesIn } from './subqueries-in.ts'

/**
 * Rows for which a condition is true.
 *
 * @returns the filtered plan, with the input's columns
 */
export function filterWithSubqueries(input: Node, condition: Expression, plans: QueryPlans): Node {
  const all = conjunctsOf(condition)
  const plain = all.filter((one) => subqueriesIn(one).length === 0)
  let node = plain.length === 0 ? input : filtered(input, plain)
  for (const one of all) {
    if (plain.includes(one)) continue
    const negated = one.kind === 'call' && one.name === 'not'
    const inner = negated ? one.args[0] : one
    const joins = inner?.kind === 'subquery' && inner.form !== 'scalar' && inner.args.flatMap(subqueriesIn).length === 0
    if (joins) node = existenceJoin(node, inner, negated, plans)
    else node = filteredByColumns(node, one, plans)
  }
  return node
}

const filtered = (input: Node, conditions: readonly Expression[]): Node =>
  makeNode('filter', { condition: conjunctionOf(conditions) as Expression }, [input])

function existenceJoin(input: Node, subquery: Subquery, negated: boolean, plans: QueryPlans): Node {
  const { right, condition } = tested(input, subquery, negated, plans)
  return makeNode('join', joinOptions(condition, negated ? 'left_anti' : 'left_semi'), [input, right])
}

interface Tested {
  readonly right: Node
  readonly condition: Expression | undefined
  /** IN may be null where one of the values may be, on either side. */
  mayBeNull(): boolean
}

/** The rows that a value is looked for in, and when one of them is it. */
function tested(input: Node, subquery: Subquery, negated: boolean, plans: QueryPlans): Tested {
  const { right, columns, conditions } = correlated(input, subquery, plans)
  const pairs = subquery.form === 'in' ? membership(subquery, columns, negated, plans) : []
  const { binder } = plans.scope.planner
  const isNullable = (node: Node) => (one: Expression) => binder.bind(one, plans.schema(node)).nullable
  return {
    right,
    condition: conjunctionOf([...pairs, ...conditions]),
    mayBeNull: () => valuesOf(subquery).some(isNullable(input)) || columns.some(isNullable(right)),
  }
}

/** `value = column`, for NOT IN true also where that is null: then it is not known that the value is not there. */
function membership(
  subquery: Subquery,
  columns: readonly Expression[],
  negated: boolean,
  plans: QueryPlans,
): readonly Expression[] {
  const values = valuesOf(subquery)
  if (values.length !== columns.length) throw atSubquery(subquery, lengthMismatch(values, columns.length), plans, 1)
  return values.map((value, at) => {
    const equal = operation('=', value, columns[at] as Expression)
    return negated ? operation('or', equal, call('isnull', equal)) : equal
  })
}

/** What is looked for, column by column. */
function valuesOf({ args }: Subquery): readonly Expression[] {
  const [only] = args
  return only?.kind === 'call' && only.name === 'struct' && only.operator ? only.args : args
}

/** An error at the bracket before a subquery, or so many tokens further on the left. */
export function atSubquery(
  { start }: Subquery,
  error: MillraceError,
  { cursor }: QueryPlans,
  before = 0,
): MillraceError {
  const at = cursor.tokens.findIndex((token) => token.start === start)
  return errorAt(cursor, cursor.tokens[at - 1 - before] as Token, error)
}

function lengthMismatch(values: readonly Expression[], rightLength: number): MillraceError {
  const left = values.map((one) => `"${expressionText(one)}"`).join(', ')
  const shown = `"(${values.map((one) => expressionText(one)).join(', ')} IN (listquery()))"`
  return new MillraceError(
    'DATATYPE_MISMATCH.IN_SUBQUERY_LENGTH_MISMATCH',
    `Cannot resolve ${shown} due to data type mismatch: The number of columns in the left hand side of an IN ` +
      'subquery does not match the number of columns in the output of subquery. ' +
      `Left hand side columns(length: ${values.length}): [${left}], right hand side columns(length: ${rightLength}).`,
    { sqlState: '42K09' },
  )
}

interface Correlated {
  readonly right: Node
  /** What the subquery selects, over the renamed columns of `right`. */
  readonly columns: readonly Expression[]
  /** Conditions that name columns of the query around it. */
  readonly conditions: readonly Expression[]
}

/** A subquery's plan under names of its own; what it says about the query around it comes out as conditions. */
function correlated(input: Node, subquery: Subquery, plans: QueryPlans): Correlated {
  const inner = opened(subquery, input, plans)
  const plan = plainPlan(inner)
  if (plan) {
    const names = freshNames(plans.schema(plan).length)
    return { right: makeNode('toDF', { names }, [plan]), columns: names.map(columnOf), conditions: [] }
  }
  const parts = partsOf(inner)
  const direct = parts && directRows(parts, inner.plans, plans)
  if (direct && namesOnlyOf(direct.conditions, direct.right, input, plans)) return direct
  return apart(input, inner, plans)
}

/** Joined by what WHERE says about the rows around it, where all else is about the subquery's own. */
function directRows(
  { from, where, items }: SubqueryParts,
  inner: QueryPlans,
  plans: QueryPlans,
): Correlated | undefined {
  if (items.some((one) => holdsAggregate(one, plans.scope.planner))) return undefined
  return renamedParts({ from, where, items }, inner)
}

function renamedParts({ from, where, items }: SubqueryParts, plans: QueryPlans): Correlated | undefined {
  const schema = plans.schema(from)
  const all = where ? conjunctsOf(where) : []
  const own = all.filter((one) => namesOnly(one, schema) && ownSubqueries(one, from, plans))
  const others = all.filter((one) => !own.includes(one))
  if (others.some((one) => subqueriesIn(one).length > 0)) return undefined
  const inner = own.length === 0 ? from : filteredByOwn(from, conjunctionOf(own) as Expression, plans)
  if (!inner) return undefined
  const names = freshNames(schema.length)
  const renamed = (expression: Expression): Expression => {
    if (expression.kind !== 'column') return rebuildExpression(expression, renamed)
    const found = findName(expression.path, schema)
    return found ? { kind: 'column', path: [names[found.index] as string, ...found.rest] } : expression
  }
  const columns: Expression[] = []
  for (const item of items) {
    if (item.kind === 'star') {
      if (item.target || item.except) return undefined
      columns.push(...names.map(columnOf))
      continue
    }
    const value = item.kind === 'alias' ? item.input : item
    if (!namesOnly(value, schema) || subqueriesIn(value).length > 0) return undefined
    columns.push(renamed(value))
  }
  return { right: makeNode('toDF', { names }, [inner]), columns, conditions: others.map(renamed) }
}

/** undefined where a subquery in the condition names columns of the rows around both. */
function filteredByOwn(from: Node, condition: Expression, plans: QueryPlans): Node | undefined {
  try {
    return filterWithSubqueries(from, condition, plans)
  } catch (error) {
    if (error instanceof MillraceError && error.condition.startsWith('UNRESOLVED_COLUMN')) return undefined
    throw error
  }
}

/** Whether the subqueries of a condition name nothing of the rows around it: they can be joined inside. */
const ownSubqueries = (condition: Expression, from: Node, plans: QueryPlans): boolean =>
  subqueriesIn(condition).every((one) => one.form !== 'scalar' || !isCorrelated(one, from, plans))

/** Whether conditions over two inputs name only their columns. */
function namesOnlyOf(conditions: readonly Expression[], right: Node, input: Node, plans: QueryPlans): boolean {
  const schemas = [plans.schema(input), plans.schema(right)]
  const known = (path: readonly string[]) => schemas.some((schema) => findName(path, schema))
  return conditions.flatMap(pathsIn).every(known)
}

/** Planned for each combination of what it names of the rows around it, and joined by that. */
function apart(input: Node, { query, plans: at }: OpenedSubquery, plans: QueryPlans): Correlated {
  const { node, outer } = correlatedPlan(input, plans, (within) => within.at({ cursor: at.cursor }).query(query))
  const width = plans.schema(node).length - outer.size
  const names = freshNames(width)
  const right = makeNode('toDF', { names: [...names, ...outer.names] }, [node])
  return { right, columns: names.map(columnOf), conditions: outer.matches() }
}

function columnOf(name: string): Expression {
  return { kind: 'column', path: [name] }
}

function namesOnly(expression: Expression, schema: Schema): boolean {
  return pathsIn(expression).every((path) => findName(path, schema))
}

/** Names of columns; what may be a session variable is none of the rows around. */
function pathsIn(expression: Expression): readonly (readonly string[])[] {
  const found: (readonly string[])[] = []
  const look = (one: Expression): Expression => {
    if (one.kind === 'column' && one.index === undefined && !one.variable) found.push(one.path)
    if (one.kind === 'subquery') one.args.forEach(look)
    return rebuildExpression(one, look)
  }
  look(expression)
  return found
}

function filteredByColumns(input: Node, condition: Expression, plans: QueryPlans): Node {
  const { node, replaced, names } = withSubqueryColumns(input, [condition], plans)
  return makeNode('drop', { columns: names.map(columnOf) }, [filtered(node, replaced)])
}

/**
 * The plan with the value of every subquery as one more column, and the expressions over it.
 */
export function withSubqueryColumns(
  input: Node,
  expressions: readonly Expression[],
  plans: QueryPlans,
): { readonly node: Node; readonly replaced: readonly Expression[]; readonly names: readonly string[] } {
  let node = input
  const names: string[] = []
  const replace = (expression: Expression): Expression => {
    const [inner] = expression.kind === 'call' && expression.name === 'not' ? expression.args : []
    const negated = inner?.kind === 'subquery' && inner.form === 'in'
    const found = negated ? inner : expression
    if (found.kind !== 'subquery') return rebuildExpression(expression, replace)
    const subquery = { ...found, args: found.args.map(replace) }
    const name = freshNames(1)[0] as string
    names.push(name)
    if (subquery.form === 'scalar') {
      node = scalarColumn(node, subquery, name, plans)
      return columnOf(name)
    }
    const { right, condition, mayBeNull } = tested(node, subquery, negated, plans)
    const nullable = subquery.form === 'in' && mayBeNull()
    node = makeNode('join', { joinType: 'existence', condition, using: undefined, mark: name }, [node, right])
    const value = negated ? negation(columnOf(name)) : columnOf(name)
    // An existence join's column never is null.
    return nullable ? call('when', call('isnotnull', columnOf(name)), value) : value
  }
  return { replaced: expressions.map(replace), node, names }
}

function scalarColumn(input: Node, subquery: Subquery, mark: string, plans: QueryPlans): Node {
  const inner = opened(subquery, input, plans)
  const plan = plainPlan(inner)
  if (plan) {
    requireOneColumn(plans.schema(plan).length, subquery, plans)
    const row = makeNode('singleRow', {}, [makeNode('toDF', { names: [mark] }, [plan])])
    return makeNode('join', joinOptions(undefined, 'left'), [input, row])
  }
  return equalAggregate(input, inner, mark, plans) ?? scalarApart(input, subquery, inner, mark, plans)
}

function requireOneColumn(length: number, subquery: Subquery, plans: QueryPlans): void {
  if (length === 1) return
  const error = new MillraceError(
    'INVALID_SUBQUERY_EXPRESSION.SCALAR_SUBQUERY_RETURN_MORE_THAN_ONE_OUTPUT_COLUMN',
    `Invalid subquery: Scalar subquery must return only one column, but got ${length}.`,
    { sqlState: '42823', parameters: { number: `${length}` } },
  )
  throw atSubquery(subquery, error, plans)
}

/** One aggregate of the rows that are equal in some columns; undefined for anything else. */
function equalAggregate(input: Node, inner: OpenedSubquery, mark: string, plans: QueryPlans): Node | undefined {
  const parts = partsOf(inner)
  const made = parts && renamedParts(parts, inner.plans)
  const [item] = made?.columns ?? []
  if (made?.columns.length !== 1 || !item || made.conditions.length === 0) return undefined
  if (!namesOnlyOf(made.conditions, made.right, input, plans)) return undefined
  return correlatedScalar(input, made.right, item, made.conditions, mark, plans)
}

/** For each combination of what it names of the rows around it one row, or an error. */
function scalarApart(input: Node, subquery: Subquery, inner: OpenedSubquery, mark: string, plans: QueryPlans): Node {
  const { right, columns, conditions } = apart(input, inner, plans)
  requireOneColumn(columns.length, subquery, plans)
  const keys = plans.schema(right).names.slice(1).map(columnOf)
  const value = columns[0] as Expression
  const tooMany = call('raise_error', textLiteral('SCALAR_SUBQUERY_TOO_MANY_ROWS'), call('map'))
  const only = call('if', operation('>', call('count', textLiteral('')), one), tooMany, call('first', value))
  const { query } = inner
  const single = query.kind === 'select' && !query.grouping && holdsAggregateItems(query.items, plans)
  const grouped = makeNode(
    'aggregate',
    { grouping: keys, sets: undefined, outputs: [{ kind: 'alias', input: only, names: [mark] }, ...keys] },
    [right],
  )
  const rows = single
    ? makeNode('withColumnsRenamed', { renames: [[(value as Named).path[0] as string, mark]] }, [right])
    : grouped
  const joined = makeNode('join', joinOptions(conjunctionOf(conditions), 'left'), [input, rows])
  return makeNode('drop', { columns: keys }, [joined])
}

type Named = Extract<Expression, { readonly kind: 'column' }>

const holdsAggregateItems = (items: readonly Expression[], { scope }: QueryPlans): boolean =>
  items.some((one) => holdsAggregate(one, scope.planner))

const one: Expression = { kind: 'literal', value: 1, type: { kind: 'int' } }
