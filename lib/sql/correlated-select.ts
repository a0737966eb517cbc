/** SELECT inside of a correlated subquery: each of its steps keeps the rows of one outer combination apart. */
import { MillraceError } from '../errors.ts'
import { findName } from '../expressions/binder/resolve-name.ts'
import { call, literalOf, operation } from '../expressions/build.ts'
import type { Expression } from '../expressions/expression.ts'
import { rebuildExpression } from '../expressions/rebuild-expression.ts'
import { holdsAggregate, isAggregate } from '../plan/aggregate/resolve-aggregates.ts'
import { makeNode } from '../plan/node.ts'
import type { Node } from '../plan/nodes.ts'
import type { Schema } from '../types/schema.ts'
import { booleanType } from '../types/types.ts'
import { conjunctionOf, conjunctsOf } from './conjuncts.ts'
import { freshNames } from './fresh-names.ts'
import { notYet } from './not-yet.ts'
import type { OuterRows } from './outer-rows.ts'
import { aggregateOptions } from './plan-grouping.ts'
import { distinct, filtered, projected, type Select } from './plan-select.ts'
import type { QueryPlans } from './query-plans.ts'
import { subqueriesIn } from './subqueries-in.ts'

/** The select's columns, and behind them those of the outer rows. */
export function correlatedSelect(select: Select, outer: OuterRows, plans: QueryPlans): Node {
  const { planner } = plans.scope
  if (select.qualify) {
    plans.cursor.at = select.qualify.place.first
    throw notYet(plans.cursor, 'QUALIFY in a correlated subquery')
  }
  const from = fromOf(select, outer, plans)
  const renamed = innerNames(select, plans.schema(from.node), outer)
  const aggregates = select.grouping || select.having || renamed.items.some((one) => holdsAggregate(one, planner))
  const node = aggregates ? aggregation(renamed, from, outer, plans) : projection(renamed, from, outer, plans)
  return select.distinct ? distinct(node, planner) : node
}

/** What a select reads. */
interface FromRows {
  readonly node: Node
  /** Whether the outer columns are there already: a query behind FROM named some. */
  readonly attached: boolean
}

function fromOf({ from }: Select, outer: OuterRows, plans: QueryPlans): FromRows {
  if (!from) return { node: makeNode('localRelation', { fields: [], rows: [[]] }), attached: false }
  const plain = plans.at({ outer: undefined })
  if (from.kind !== 'query') return { node: plain.relation(from), attached: false }
  try {
    return { node: plain.relation(from), attached: false }
  } catch (error) {
    if (!(error instanceof MillraceError) || !error.condition.startsWith('UNRESOLVED_COLUMN')) throw error
  }
  const node = plans.query(from.query)
  const { name, columns } = from.alias ?? { name: undefined, columns: undefined }
  const renamed = columns ? makeNode('toDF', { names: [...columns, ...outer.names] }, [node]) : node
  const alias = name ?? '__auto_generated_subquery_name'
  return { node: makeNode('subqueryAlias', { alias }, [renamed]), attached: outer.size > 0 }
}

/** The select with what it names of the outer rows under their names inside. */
function innerNames(select: Select, schema: Schema, outer: OuterRows): Select {
  const aliases = new Set(select.items.flatMap((one) => (one.kind === 'alias' ? one.names : [])))
  const change = (one: Expression): Expression => {
    if (one.kind === 'subquery') return { ...one, args: one.args.map(change) }
    if (one.kind === 'over') return withinCombination(rebuildExpression(one, change), outer)
    if (one.kind !== 'column') return rebuildExpression(one, change)
    if (findName(one.path, schema) || (one.path.length === 1 && aliases.has(one.path[0] as string))) return one
    const path = outer.resolve(one.path)
    return path ? { kind: 'column', path } : one
  }
  const { items, where, grouping, having } = select
  return {
    ...select,
    items: items.map((one) => {
      const changed = change(one)
      if (one.kind === 'column' && changed !== one) {
        return { kind: 'alias', input: changed, names: [one.path.at(-1) as string] }
      }
      return one.kind === 'star' && !one.target
        ? { ...one, except: [...(one.except ?? []), ...outer.names.map((name) => [name])] }
        : changed
    }),
    where: where && change(where),
    having: having && change(having),
    grouping: grouping && {
      ...grouping,
      keys: grouping.keys?.map(change),
      sets: grouping.sets?.map((set) => set.map(change)),
    },
  }
}

/** A window function sees the rows of its own outer combination only. */
function withinCombination(over: Expression, outer: OuterRows): Expression {
  if (over.kind !== 'over' || typeof over.window === 'string') return over
  return { ...over, window: { ...over.window, partitionBy: [...outer.columns, ...over.window.partitionBy] } }
}

/** The rows that WHERE lets through, for each outer combination. */
function rowsOf(
  { where, wherePlace }: Select,
  { node: from, attached }: FromRows,
  outer: OuterRows,
  plans: QueryPlans,
): Node {
  const all = where ? conjunctsOf(where) : []
  if (outer.size === 0 || attached) return where ? filtered(from, where, wherePlace, plans) : from
  const plain = all.filter((one) => subqueriesIn(one).length === 0)
  const rest = conjunctionOf(all.filter((one) => !plain.includes(one)))
  const node = outer.attach(from, plain)
  return rest ? filtered(node, rest, wherePlace, plans) : node
}

function projection(select: Select, from: FromRows, outer: OuterRows, plans: QueryPlans): Node {
  const items = [...select.items, ...outer.columns]
  return projected(items, select.itemsPlace, rowsOf(select, from, outer, plans), plans)
}

function aggregation(select: Select, from: FromRows, outer: OuterRows, plans: QueryPlans): Node {
  const { planner } = plans.scope
  if (outer.size === 0 || select.grouping) {
    const rows = rowsOf(select, from, outer, plans)
    const made = aggregateOptions(select.grouping, select.items, plans.schema(rows), planner)
    const width = made.grouping.length
    const options = {
      grouping: [...made.grouping, ...outer.columns],
      sets: made.sets?.map((set) => [...set, ...outer.names.map((_, at) => width + at)]),
      outputs: [...made.outputs, ...outer.columns],
    }
    return having(select, plans.node(select.itemsPlace, 'aggregate', options, [rows]), plans)
  }
  // Without groups there is a result also where there are no rows: what aggregates takes the rows that are there.
  const marker = freshNames(1)[0] as string
  const matched: Expression = { kind: 'column', path: [marker] }
  const marked = makeNode('withColumns', { columns: [{ name: marker, value: literalOf(true, booleanType) }] }, [
    from.node,
  ])
  const ofRows = (one: Expression): Expression => {
    if (one.kind !== 'call' || !isAggregate(one, planner)) return rebuildExpression(one, ofRows)
    const present = call('isnotnull', matched)
    return { ...one, filter: one.filter ? operation('and', present, one.filter) : present }
  }
  const names = plans.scope.planner.binder.bindColumns(
    select.items.filter((one) => one.kind !== 'star'),
    plans.schema(from.attached ? from.node : outer.attach(from.node)),
  )
  const outputs = select.items.map((one, at): Expression => {
    const value = ofRows(one)
    return value.kind === 'alias' ? value : { kind: 'alias', input: value, names: [names[at]?.field.name ?? 'star'] }
  })
  const options = { grouping: outer.columns, sets: undefined, outputs: [...outputs, ...outer.columns] }
  const rows = allCombinations(select, { ...from, node: marked }, outer, plans)
  const node = plans.node(select.itemsPlace, 'aggregate', options, [rows])
  return having({ ...select, having: select.having && ofRows(select.having) }, node, plans)
}

/** The rows, and one of nulls for each outer combination that has none. */
function allCombinations(select: Select, marked: FromRows, outer: OuterRows, plans: QueryPlans): Node {
  const all = select.where ? conjunctsOf(select.where) : []
  if (!marked.attached && all.every((one) => subqueriesIn(one).length === 0)) {
    return outer.attach(marked.node, all, 'right')
  }
  const inner = freshNames(outer.size)
  const renames = outer.names.map((name, at) => [name, inner[at] as string] as const)
  const rows = makeNode('withColumnsRenamed', { renames }, [rowsOf(select, marked, outer, plans)])
  const same = renames.map(([left, right]) =>
    operation('<=>', { kind: 'column', path: [left] }, { kind: 'column', path: [right] }),
  )
  return outer.attach(rows, same, 'right')
}

function having(select: Select, node: Node, plans: QueryPlans): Node {
  return select.having ? filtered(node, select.having, select.havingPlace, plans) : node
}
