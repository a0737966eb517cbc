/**
 * Subqueries over static tables as joins (Spark: RewritePredicateSubquery, PullupCorrelatedPredicates): IN and EXISTS
 * among the conjuncts of a condition are semi and anti joins, elsewhere existence joins, which add a column; scalar
 * subqueries join their one row to every row.
 */
import { MillraceError } from '../errors.ts'
import { findName } from '../expressions/binder/resolve-name.ts'
import { unresolvedColumn } from '../expressions/binder/suggestions.ts'
import { call, negation, operation } from '../expressions/build.ts'
import type { Expression } from '../expressions/expression.ts'
import { expressionText } from '../expressions/expression-text.ts'
import { rebuildExpression } from '../expressions/rebuild-expression.ts'
import { joinOptions } from '../plan/join/join-options.ts'
import { makeNode } from '../plan/node.ts'
import type { Node } from '../plan/nodes.ts'
import { type Planner, schemaOf } from '../plan/planner.ts'
import type { Schema } from '../types/schema.ts'
import { correlatedScalar } from './correlated-scalar.ts'
import { subqueriesIn } from './subqueries-in.ts'

type Subquery = Extract<Expression, { readonly kind: 'subquery' }>

/** A subquery taken apart, as far as it can be: what a query selects from, under which condition. */
export interface SubqueryParts {
  readonly from: Node
  readonly where: Expression | undefined
  readonly items: readonly Expression[]
}

/** What the planner of queries gives about the text of a subquery. */
export interface SubqueryPlans {
  readonly planner: Planner
  /** The whole plan; throws UNRESOLVED_COLUMN.* when it names columns of the query around it. */
  plan(text: string): Node
  /** undefined for what is more than SELECT, FROM and WHERE: it cannot name columns of the query around it. */
  parts(text: string): SubqueryParts | undefined
}

let lastColumn = 0

/** Names that nobody writes, for the columns of a subquery. */
function freshNames(count: number): readonly string[] {
  return Array.from({ length: count }, () => `__subquery_${++lastColumn}`)
}

/**
 * Rows for which a condition is true.
 *
 * @returns the filtered plan, with the input's columns
 */
export function filterWithSubqueries(input: Node, condition: Expression, plans: SubqueryPlans): Node {
  const all = conjunctsOf(condition)
  const plain = all.filter((one) => subqueriesIn(one).length === 0)
  let node = plain.length === 0 ? input : filtered(input, plain)
  for (const one of all) {
    if (plain.includes(one)) continue
    const negated = one.kind === 'call' && one.name === 'not'
    const inner = negated ? one.args[0] : one
    if (inner?.kind === 'subquery' && inner.form !== 'scalar') node = existenceJoin(node, inner, negated, plans)
    else node = filteredByColumns(node, one, plans)
  }
  return node
}

function conjunctsOf(condition: Expression): readonly Expression[] {
  if (condition.kind !== 'call') return [condition]
  if (condition.name === 'and') return condition.args.flatMap(conjunctsOf)
  const [inner] = condition.args
  // NOT (a OR b) is NOT a AND NOT b.
  if (condition.name === 'not' && inner?.kind === 'call' && inner.name === 'or' && subqueriesIn(inner).length > 0) {
    return inner.args.map(negation).flatMap(conjunctsOf)
  }
  return [condition]
}

const filtered = (input: Node, conditions: readonly Expression[]): Node =>
  makeNode('filter', { condition: conjunctionOf(conditions) as Expression }, [input])

function conjunctionOf(conditions: readonly Expression[]): Expression | undefined {
  const [first, ...rest] = conditions
  return first && rest.reduce((left, right) => operation('and', left, right), first)
}

function existenceJoin(input: Node, subquery: Subquery, negated: boolean, plans: SubqueryPlans): Node {
  const { right, condition } = tested(subquery, negated, plans)
  return makeNode('join', joinOptions(condition, negated ? 'left_anti' : 'left_semi'), [input, right])
}

/** The rows that a value is looked for in, and when one of them is it. */
function tested(
  subquery: Subquery,
  negated: boolean,
  plans: SubqueryPlans,
): { readonly right: Node; readonly condition: Expression | undefined } {
  const { right, columns, conditions } = correlated(subquery.text, plans)
  const pairs = subquery.form === 'in' ? membership(subquery, columns, negated) : []
  return { right, condition: conjunctionOf([...pairs, ...conditions]) }
}

/** `value = column`, for NOT IN true also where that is null: then it is not known that the value is not there. */
function membership(subquery: Subquery, columns: readonly Expression[], negated: boolean): readonly Expression[] {
  const [only] = subquery.args
  const values = only?.kind === 'call' && only.name === 'struct' && only.operator ? only.args : subquery.args
  if (values.length !== columns.length) throw lengthMismatch(values, columns.length)
  return values.map((value, at) => {
    const equal = operation('=', value, columns[at] as Expression)
    return negated ? operation('or', equal, call('isnull', equal)) : equal
  })
}

function lengthMismatch(values: readonly Expression[], rightLength: number): MillraceError {
  const left = values.map((one) => `"${expressionText(one)}"`).join(', ')
  return new MillraceError(
    'DATATYPE_MISMATCH.IN_SUBQUERY_LENGTH_MISMATCH',
    'Cannot resolve the IN predicate due to data type mismatch: The number of columns in the left hand side of an IN ' +
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
function correlated(text: string, plans: SubqueryPlans): Correlated {
  let failure: unknown
  try {
    const plan = plans.plan(text)
    const names = freshNames(schemaOf(plan, plans.planner).length)
    return { right: makeNode('toDF', { names }, [plan]), columns: names.map(columnOf), conditions: [] }
  } catch (error) {
    if (!(error instanceof MillraceError) || !error.condition.startsWith('UNRESOLVED_COLUMN')) throw error
    failure = error
  }
  const parts = plans.parts(text)
  if (!parts) throw failure
  const schema = schemaOf(parts.from, plans.planner)
  const all = parts.where ? conjunctsOf(parts.where) : []
  const own = all.filter((one) => namesOnly(one, schema))
  const inner =
    own.length === 0 ? parts.from : filterWithSubqueries(parts.from, conjunctionOf(own) as Expression, plans)
  const names = freshNames(schema.length)
  const renamed = (expression: Expression): Expression => {
    if (expression.kind !== 'column') return rebuildExpression(expression, renamed)
    const found = findName(expression.path, schema)
    return found ? { kind: 'column', path: [names[found.index] as string, ...found.rest] } : expression
  }
  const columns = parts.items.flatMap((item): readonly Expression[] => {
    if (item.kind === 'star') return names.map(columnOf)
    const value = item.kind === 'alias' ? item.input : item
    if (!namesOnly(value, schema)) throw unresolvedColumn(firstUnknown(value, schema), schema)
    return [renamed(value)]
  })
  const conditions = all.filter((one) => !own.includes(one)).map(renamed)
  return { right: makeNode('toDF', { names }, [inner]), columns, conditions }
}

const columnOf = (name: string): Expression => ({ kind: 'column', path: [name] })

function namesOnly(expression: Expression, schema: Schema): boolean {
  return unknownPaths(expression, schema).length === 0
}

function firstUnknown(expression: Expression, schema: Schema): readonly string[] {
  return unknownPaths(expression, schema)[0] ?? []
}

function unknownPaths(expression: Expression, schema: Schema): readonly (readonly string[])[] {
  const found: (readonly string[])[] = []
  const look = (one: Expression): Expression => {
    if (one.kind === 'column' && !findName(one.path, schema)) found.push(one.path)
    return rebuildExpression(one, look)
  }
  look(expression)
  return found
}

function filteredByColumns(input: Node, condition: Expression, plans: SubqueryPlans): Node {
  const width = schemaOf(input, plans.planner).length
  const { node, replaced, names } = withSubqueryColumns(input, [condition], plans)
  const passing = filtered(node, replaced)
  const kept = schemaOf(passing, plans.planner).length === width
  return kept ? passing : makeNode('drop', { columns: names.map(columnOf) }, [passing])
}

/**
 * The plan with the value of every subquery as one more column, and the expressions over it.
 */
export function withSubqueryColumns(
  input: Node,
  expressions: readonly Expression[],
  plans: SubqueryPlans,
): { readonly node: Node; readonly replaced: readonly Expression[]; readonly names: readonly string[] } {
  let node = input
  const names: string[] = []
  const replace = (expression: Expression): Expression => {
    const [inner] = expression.kind === 'call' && expression.name === 'not' ? expression.args : []
    const negated = inner?.kind === 'subquery' && inner.form === 'in'
    const subquery = negated ? inner : expression
    if (subquery.kind !== 'subquery') return rebuildExpression(expression, replace)
    const name = freshNames(1)[0] as string
    node = withColumn(node, subquery, name, negated, plans)
    names.push(name)
    return negated ? negation(columnOf(name)) : columnOf(name)
  }
  const replaced = expressions.map((one) =>
    one.kind === 'subquery'
      ? { kind: 'alias' as const, input: replace(one), names: ['scalarsubquery()'] }
      : replace(one),
  )
  return { node, replaced, names }
}

function withColumn(input: Node, subquery: Subquery, mark: string, negated: boolean, plans: SubqueryPlans): Node {
  if (subquery.form === 'scalar') {
    const node = correlatedColumn(input, subquery, mark, plans)
    if (node) return node
    return makeNode('join', joinOptions(undefined, 'left'), [input, scalarNode(subquery, mark, plans)])
  }
  const { right, condition } = tested(subquery, negated, plans)
  return makeNode('join', { joinType: 'existence', condition, using: undefined, mark }, [input, right])
}

/** undefined for a subquery that does not name columns of the query around it, or is none of those that can. */
function correlatedColumn(input: Node, { text }: Subquery, mark: string, plans: SubqueryPlans): Node | undefined {
  if (!plans.parts(text)) return undefined
  try {
    plans.plan(text)
    return undefined
  } catch (error) {
    if (!(error instanceof MillraceError) || !error.condition.startsWith('UNRESOLVED_COLUMN')) throw error
  }
  const { right, columns, conditions } = correlated(text, plans)
  const [item] = columns
  if (columns.length !== 1 || !item || conditions.length === 0) return undefined
  return correlatedScalar(input, right, schemaOf(right, plans.planner), item, conditions, mark)
}

function scalarNode({ text }: Subquery, name: string, plans: SubqueryPlans): Node {
  const plan = plans.plan(text)
  const { length } = schemaOf(plan, plans.planner)
  if (length !== 1) {
    throw new MillraceError(
      'INVALID_SUBQUERY_EXPRESSION.SCALAR_SUBQUERY_RETURN_MORE_THAN_ONE_OUTPUT_COLUMN',
      `Invalid subquery: Scalar subquery must return only one column, but got ${length}.`,
      { sqlState: '42823', parameters: { number: `${length}` } },
    )
  }
  return makeNode('singleRow', {}, [makeNode('toDF', { names: [name] }, [plan])])
}
