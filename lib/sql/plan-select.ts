/** SELECT: its relation, filtered, grouped or projected. */
import { MillraceError } from '../errors.ts'
import { columnsNamed } from '../expressions/binder/resolve-name.ts'
import type { Expression } from '../expressions/expression.ts'
import { expressionOperands } from '../expressions/expression-operands.ts'
import { expressionText } from '../expressions/expression-text.ts'
import { outsideOfSets } from '../expressions/functions/grouping.ts'
import { rebuildExpression } from '../expressions/rebuild-expression.ts'
import { holdsAggregate, isAggregate } from '../plan/aggregate/resolve-aggregates.ts'
import { groupOfEachRow } from '../plan/analyze/group-of-each-row.ts'
import { refuseWindowIn, windowIn } from '../plan/analyze/refuse-windows.ts'
import { isStreaming } from '../plan/analyze/streaming.ts'
import { makeResolvedNode } from '../plan/missing-columns.ts'
import { makeNode } from '../plan/node.ts'
import type { Node, NodeOptions } from '../plan/nodes.ts'
import { type Planner, schemaOf } from '../plan/planner.ts'
import type { Token } from '../types/ddl/tokenizer.ts'
import type { Schema } from '../types/schema.ts'
import { freshNames } from './fresh-names.ts'
import { errorAt, located } from './located.ts'
import { isCorrelated, relationsOf, streamingSubquery, subqueryName } from './opened-subquery.ts'
import { aggregateOptions, namedWindow } from './plan-grouping.ts'
import type { QueryPlans } from './query-plans.ts'
import type { Place, Query } from './statement.ts'
import { subqueriesIn } from './subqueries-in.ts'
import { atSubquery, filterWithSubqueries, withSubqueryColumns } from './subquery-joins.ts'

type Over = Extract<Expression, { readonly kind: 'over' }>

export type Select = Extract<Query, { readonly kind: 'select' }>

/** The plan of a select that names nothing of rows around it. */
export function plainSelect(given: Select, plans: QueryPlans): Node {
  const { query, hidden } = qualified(given, plans)
  const { items, itemsPlace, from, where, wherePlace, having, grouping } = query
  let node = from ? plans.relation(from) : makeNode('localRelation', { fields: [], rows: [[]] })
  if (where) {
    refuseStreams([where], wherePlace, plans)
    node = filtered(node, where, wherePlace, plans)
  }
  refuseStreams(items, itemsPlace, plans)
  if (query.pipe) refusePiped(query, plans)
  const aggregates = grouping || having || subqueriesBesideAggregates(items, plans)
  const listed = aggregates ? aggregation(query, node, plans) : projected(items, itemsPlace, node, plans)
  const kept = hidden ? keptBy(hidden, listed) : listed
  return query.distinct ? distinct(kept, plans.scope.planner) : kept
}

/** The select with QUALIFY's condition among its items, and that item's name. @throws QUALIFY_REQUIRES_WINDOW_FUNCTION */
function qualified(query: Select, plans: QueryPlans): { readonly query: Select; readonly hidden: string | undefined } {
  const { qualify, items } = query
  if (!qualify) return { query, hidden: undefined }
  const resolve = (one: Expression): Expression => {
    const named = one.kind === 'column' && one.path.length === 1 ? aliasOf(one.path[0] as string, items) : undefined
    return named ?? rebuildExpression(one, resolve)
  }
  const condition = resolve(qualify.condition)
  if (![condition, ...items].some(windowIn)) {
    throw located(plans.cursor, qualify.place, () => {
      throw new MillraceError(
        'QUALIFY_REQUIRES_WINDOW_FUNCTION',
        'The QUALIFY clause requires at least one window function in the current SELECT list or the QUALIFY condition.',
        { sqlState: '42903' },
      )
    })
  }
  const hidden = freshNames(1)[0] as string
  const item: Expression = { kind: 'alias', input: condition, names: [hidden] }
  return { query: { ...query, items: [...items, item] }, hidden }
}

function aliasOf(name: string, items: readonly Expression[]): Expression | undefined {
  const found = items.find(
    (one) => one.kind === 'alias' && one.names.length === 1 && one.names[0]?.toLowerCase() === name.toLowerCase(),
  )
  return found?.kind === 'alias' ? found.input : undefined
}

function keptBy(hidden: string, listed: Node): Node {
  const column: Expression = { kind: 'column', path: [hidden] }
  return makeNode('drop', { columns: [column] }, [makeNode('filter', { condition: column }, [listed])])
}

/** Pipes aggregate in AGGREGATE, and there only. */
function refusePiped({ pipe, items, itemsPlace, grouping }: Select, plans: QueryPlans): void {
  const { planner } = plans.scope
  located(plans.cursor, grouping?.place ?? itemsPlace, () => {
    for (const item of items) {
      const value = item.kind === 'alias' ? item.input : item
      const text = expressionText(value)
      if (pipe === 'EXTEND' && holdsAggregate(value, planner)) {
        throw new MillraceError(
          'PIPE_OPERATOR_CONTAINS_AGGREGATE_FUNCTION',
          `Aggregate function ${text} is not allowed when using the pipe operator |> EXTEND clause; please use the pipe ` +
            'operator |> AGGREGATE clause instead.',
          { sqlState: '0A000', parameters: { expr: text, clause: 'EXTEND' } },
        )
      }
      const grouped = grouping?.keys?.some((one) => expressionText(one) === text)
      if (pipe !== 'AGGREGATE' || grouped || holdsAggregate(value, planner) || value.kind === 'literal') continue
      throw new MillraceError(
        'PIPE_OPERATOR_AGGREGATE_EXPRESSION_CONTAINS_NO_AGGREGATE_FUNCTION',
        `Non-grouping expression ${text} is provided as an argument to the |> AGGREGATE pipe operator but does not contain ` +
          'any aggregate function; please update it to include an aggregate function and then retry the query again.',
        { sqlState: '0A000', parameters: { expr: text } },
      )
    }
  })
}

const subqueriesBesideAggregates = (items: readonly Expression[], { scope }: QueryPlans): boolean =>
  items.flatMap(subqueriesIn).length > 0 && items.some((one) => holdsAggregate(one, scope.planner))

/** Each row once. On a stream a group for each, as Spark's optimizer makes of it, so in its output modes; `distinct()` is not. */
export function distinct(input: Node, planner: Planner): Node {
  const node = makeNode('deduplicate', { columns: undefined, withinWatermark: false }, [input])
  const { names } = schemaOf(node, planner)
  return isStreaming(input) ? groupOfEachRow(input, names) : node
}

function aggregation(query: Select, from: Node, plans: QueryPlans): Node {
  const { itemsPlace, grouping, having: filter, havingPlace } = query
  const { planner } = plans.scope
  const { items, keys, node: input } = withSubqueriesBelow(query, from, plans)
  const place = grouping?.place ?? itemsPlace
  const computed = located(plans.cursor, place, () => {
    const replaced = grouping && { ...grouping, keys }
    return aggregateOptions(replaced, items, plans.schema(input), planner)
  })
  // Window functions see the groups that HAVING keeps.
  refuseUngrouped(computed.outputs, input, plans)
  const { options, list } = subqueriesAbove(computed, filter !== undefined && items.some(windowIn), plans)
  const grouped = options.grouping.some((one) => holdsAggregate(one, planner))
  const all = { first: grouped ? place.first : itemsPlace.first, last: place.last }
  const node = plans.node(all, 'aggregate', options, [input])
  if (!filter) return list ? projected(list, itemsPlace, node, plans) : node
  refuseWindowIn(filter, 'HAVING')
  const having = namedWindow(filter, options.grouping, plans.schema(input))
  refuseStreams([having], havingPlace, plans)
  const kept =
    subqueriesIn(having).length === 0
      ? filtered(node, having, havingPlace, plans)
      : havingSubqueries(node, options, having, havingPlace, input, plans)
  return list ? projected(list, itemsPlace, kept, plans) : kept
}

interface Below {
  readonly node: Node
  readonly items: readonly Expression[]
  readonly keys: readonly Expression[] | undefined
}

/** Subqueries that are grouped by or aggregated are columns of what is grouped. */
function withSubqueriesBelow({ items, itemsPlace, grouping }: Select, input: Node, plans: QueryPlans): Below {
  const { planner } = plans.scope
  const keys = (grouping?.keys ?? []).map((key) => itemMeant(key, items, plans.schema(input)) ?? key)
  const aggregated = (one: Expression): readonly Expression[] =>
    isAggregate(one, planner) ? [one] : expressionOperands(one).flatMap(aggregated)
  const inside = [...keys, ...items.flatMap(aggregated)].filter((one) => subqueriesIn(one).length > 0)
  if (inside.length === 0) return { node: input, items, keys: grouping?.keys }
  return located(plans.cursor, grouping?.place ?? itemsPlace, () => {
    const { node, replaced } = withSubqueryColumns(input, inside, plans)
    const known = new Map(inside.map((one, at) => [expressionText(one), unnamed(replaced[at] as Expression)]))
    const change = (one: Expression): Expression => known.get(expressionText(one)) ?? rebuildExpression(one, change)
    // A column is called by what it is of, not by the column that stands for it.
    const named = (item: Expression): Expression =>
      item.kind === 'alias' || subqueriesIn(item).length === 0
        ? change(item)
        : { kind: 'alias', input: change(item), names: [subqueryName(item, input, plans)] }
    return { node, items: items.map(named), keys: grouping?.keys && keys.map(change) }
  })
}

/** The subquery that a position or an alias stands for. */
function itemMeant(key: Expression, items: readonly Expression[], input: Schema): Expression | undefined {
  const position = key.kind === 'literal' && key.type.kind === 'int' ? Number(key.value) : 0
  const name =
    key.kind === 'column' && key.path.length === 1 && columnsNamed(key.path, input).length === 0
      ? key.path[0]
      : undefined
  const item = items.find((one, at) => at === position - 1 || (one.kind === 'alias' && one.names[0] === name))
  return item && subqueriesIn(item).length > 0 ? unnamed(item) : undefined
}

const unnamed = (one: Expression): Expression => (one.kind === 'alias' ? one.input : one)

/** The aggregation of a list with subqueries without them, and the list over its result; undefined where there are none. */
function subqueriesAbove(
  options: NodeOptions['aggregate'],
  separates: boolean,
  plans: QueryPlans,
): { readonly options: NodeOptions['aggregate']; readonly list: readonly Expression[] | undefined } {
  const { outputs, grouping } = options
  if (outputs.flatMap(subqueriesIn).length === 0 && !separates) return { options, list: undefined }
  const keys = new Set(grouping.map((one) => expressionText(one)))
  const extras: Expression[] = []
  const hide = (one: Expression): Expression => {
    if (one.kind === 'subquery') return { ...one, args: one.args.map(hide) }
    if (one.kind === 'over') return hiddenInWindow(one, hide)
    if (!isAggregate(one, plans.scope.planner) && !keys.has(expressionText(one))) return rebuildExpression(one, hide)
    const name = freshNames(1)[0] as string
    extras.push({ kind: 'alias', input: one, names: [name] })
    return { kind: 'column', path: [name] }
  }
  const list = outputs.map((one) => {
    if (subqueriesIn(one).length > 0 || windowIn(one)) return hide(one)
    if (one.kind === 'alias') return { kind: 'alias' as const, input: hide(one.input), names: one.names }
    const [bound] = one.kind === 'column' ? [one.path.at(-1) as string] : [expressionText(one)]
    return { kind: 'alias' as const, input: hide(one), names: [bound] }
  })
  return { options: { ...options, outputs: extras }, list }
}

/** The function itself is the window's; what it is of, and the window, are of the aggregation. */
function hiddenInWindow(over: Over, hide: (one: Expression) => Expression): Expression {
  const rebuilt = rebuildExpression(
    { ...over, input: { kind: 'literal', value: null, type: { kind: 'null' } } },
    hide,
  ) as Over
  return { ...rebuilt, input: rebuildExpression(over.input, hide) }
}

/** @throws SCALAR_SUBQUERY_IS_IN_GROUP_BY_OR_AGGREGATE_FUNCTION for one that names columns and is not grouped by */
function refuseUngrouped(outputs: readonly Expression[], input: Node, plans: QueryPlans): void {
  for (const one of outputs.flatMap(subqueriesIn)) {
    if (one.form !== 'scalar' || !isCorrelated(one, input, plans)) continue
    const shown = `"${subqueryName(one, input, plans)}"`
    const error = new MillraceError(
      'SCALAR_SUBQUERY_IS_IN_GROUP_BY_OR_AGGREGATE_FUNCTION',
      `The correlated scalar subquery '${shown}' is neither present in GROUP BY, nor in an aggregate function.\nAdd it to ` +
        'GROUP BY using ordinal position or wrap it in `first()` (or `first_value`) if you do not care which value you get.',
      { sqlState: '0A000', parameters: { sqlExpr: shown } },
    )
    throw atSubquery(one, error, plans)
  }
}

/** What HAVING aggregates is computed by the aggregation, so that its subqueries can be joined above. */
function havingSubqueries(
  plain: Node,
  options: NodeOptions['aggregate'],
  having: Expression,
  place: Place,
  input: Node,
  plans: QueryPlans,
): Node {
  const extras: Expression[] = []
  const hide = (one: Expression): Expression => {
    if (one.kind === 'subquery') return { ...one, args: one.args.map(hide) }
    if (!isAggregate(one, plans.scope.planner)) return rebuildExpression(one, hide)
    const name = `having ${plain.id}.${extras.length}`
    extras.push({ kind: 'alias', input: one, names: [name] })
    return { kind: 'column', path: [name] }
  }
  const condition = hide(having)
  if (extras.length === 0) return filtered(plain, having, place, plans)
  const node = plans.node(place, 'aggregate', { ...options, outputs: [...options.outputs, ...extras] }, [input])
  const columns = extras.map((_, at): Expression => ({ kind: 'column', path: [`having ${plain.id}.${at}`] }))
  return makeNode('drop', { columns }, [filtered(node, condition, place, plans)])
}

/** Of what stands before OVER the window says what is wrong. */
const asksOfSets = (one: Expression): boolean =>
  (one.kind === 'call' && (one.name === 'grouping' || one.name === 'grouping_id')) ||
  (one.kind !== 'over' && expressionOperands(one).some(asksOfSets))

/** A select list over an input. @throws UNSUPPORTED_GROUPING_EXPRESSION */
export function projected(items: readonly Expression[], place: Place, input: Node, plans: QueryPlans): Node {
  if (items.some(asksOfSets)) {
    throw located(plans.cursor, place, () => {
      throw outsideOfSets()
    })
  }
  if (items.flatMap(subqueriesIn).length === 0) return plans.node(place, 'project', { columns: items }, [input])
  return located(plans.cursor, place, () => {
    const { node, replaced, names } = withSubqueryColumns(input, items, plans)
    const named = replaced.map((one, at): Expression => {
      const item = items[at] as Expression
      if (item.kind === 'alias' || subqueriesIn(item).length === 0) return one
      return { kind: 'alias', input: one, names: [subqueryName(item, input, plans)] }
    })
    const columns = named.map((one) =>
      one.kind === 'star' ? { ...one, except: [...(one.except ?? []), ...names.map((name) => [name])] } : one,
    )
    return makeResolvedNode('project', { columns }, [node], plans.scope.planner)
  })
}

/** The rows of an input for which a condition holds. */
export function filtered(input: Node, condition: Expression, place: Place, plans: QueryPlans): Node {
  if (subqueriesIn(condition).length === 0) return plans.node(place, 'filter', { condition }, [input])
  return located(plans.cursor, place, () => {
    const node = filterWithSubqueries(input, condition, plans)
    plans.schema(node)
    return node
  })
}

/** Golden `err-sql-scalar-subquery`: a stream inside a subquery is refused before all else that may be wrong with it. */
export function refuseStreams(expressions: readonly Expression[], place: Place, plans: QueryPlans): void {
  for (const { start } of expressions.flatMap(subqueriesIn)) {
    const { query, cursor } = plans.cursor.subquery(start)
    if (!isStreaming(relationsOf(query, plans.at({ cursor })))) continue
    throw errorAt(plans.cursor, plans.cursor.tokens[place.first] as Token, streamingSubquery())
  }
}
