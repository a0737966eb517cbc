/** A scenario's plan as a tree that the model of Spark's batches walks. */
import type { Expression } from '../../lib/expressions/expression.ts'
import { parseSortExpression } from '../../lib/expressions/parser/parse-expression.ts'
import type { Field, SqlValue } from '../../lib/types/data-type.ts'
import { parseSchema } from '../../lib/types/ddl/ddl.ts'
import { fromRowValue } from '../../lib/types/values/row-value.ts'
import { type Json, rowValue } from '../golden/runner/golden-value.ts'
import type { Plan, PlanStep, Scenario } from '../golden/runner/scenario.ts'
import {
  columnsRead,
  compareValues,
  conjuncts,
  duration,
  ModelExpressions,
  parseModelExpression,
  type Row,
} from './model-expression.ts'
import { filtered, settled } from './model-filter.ts'
import { aggregateNode, windowed } from './model-grouping.ts'
import type { JoinType } from './model-join.ts'
import { type Condition, eventTime, type Join, type ModelNode, NotModelled } from './model-node.ts'

const texts = (value: unknown): readonly string[] => (value ?? []) as readonly string[]

/** Reads plans. Operators are numbered in the order they are read, which a restart repeats. */
export class PlanReader {
  readonly expressions: ModelExpressions
  readonly #scenario: Scenario
  #operators = 0

  constructor(scenario: Scenario) {
    this.#scenario = scenario
    this.expressions = new ModelExpressions(scenario.conf)
  }

  /** The tree of a plan. @throws NotModelled */
  read(plan: Plan): ModelNode {
    this.#operators = 0
    const node = settled(this.#plan(plan))
    return pruned(
      node,
      node.fields.map((_, at) => at),
    )
  }

  #nextId(): number {
    return this.#operators++
  }

  #plan(plan: Plan): ModelNode {
    let node: ModelNode | undefined
    for (const step of plan) {
      if ('op' in step) node = this.#step(node as ModelNode, step)
      else {
        const source = this.#scenario.sources[step.from]
        const table = this.#scenario.statics?.[step.from]
        if (table) {
          const { fields } = parseSchema(table.schema)
          node = { kind: 'table', fields, rows: table.rows.map((row) => modelRow(fields, row)) }
        } else if (!source || (source.format ?? 'json') !== 'json') throw new NotModelled(`source ${step.from}`)
        else node = { kind: 'source', name: step.from, fields: parseSchema(source.schema).fields }
      }
    }
    return node as ModelNode
  }

  #step(input: ModelNode, step: Extract<PlanStep, { readonly op: string }>): ModelNode {
    const { fields } = input
    switch (step.op) {
      case 'withWatermark':
        return this.#watermark(input, String(step.column), String(step.delay))
      case 'filter':
        return conjuncts(parseModelExpression(String(step.expr))).reduce((node, one) => this.#filter(node, one), input)
      case 'selectExpr':
        return this.#select(input, texts(step.exprs).map(parseModelExpression))
      case 'union':
        return { kind: 'union', fields, inputs: [input, this.#plan(step.right as Plan)] }
      case 'join':
        return this.#join(input, step)
      case 'limit':
        return { kind: 'limit', fields, input, id: this.#nextId(), n: Number(step.n) }
      case 'orderBy':
        return this.#sort(input, texts(step.exprs))
      case 'distinct':
      case 'dropDuplicates':
      case 'dropDuplicatesWithinWatermark':
        return this.#deduplicate(input, step.op, step.columns ? texts(step.columns) : fields.map((one) => one.name))
      case 'groupBy':
      case 'rollup':
      case 'cube':
      case 'agg':
        return aggregateNode(
          this.expressions,
          this.#nextId(),
          input,
          step.op,
          texts(step.exprs),
          step.count ? ['count(*) AS count'] : texts(step.agg),
        )
      default:
        throw new NotModelled(`operator ${step.op}`)
    }
  }

  #watermark(input: ModelNode, name: string, delay: string): ModelNode {
    if (eventTime(input.fields)) throw new NotModelled('a second watermark on one stream')
    const column = input.fields.findIndex((one) => one.name === name)
    const watermarkDelay = duration(delay)
    const fields = input.fields.map((one, at) => (at === column ? { ...one, metadata: { watermarkDelay } } : one))
    return { kind: 'watermark', fields, input, id: this.#nextId(), column, delayMs: Number(watermarkDelay / 1000n) }
  }

  #filter(input: ModelNode, condition: Expression): ModelNode {
    const { bound, value } = this.expressions.column(condition, input.fields)
    return filtered(input, { read: columnsRead(bound), keep: (row) => value(row) === true, bound })
  }

  #join(left: ModelNode, step: { readonly [argument: string]: unknown }): ModelNode {
    const id = this.#nextId()
    const right = this.#plan(step['right'] as Plan)
    const how = String(step['how'] ?? 'inner')
      .toLowerCase()
      .replaceAll('_', '')
      .replace(/^(left|right|full)$/, '$1outer')
    if (typeof step['on'] !== 'string') throw new NotModelled('joins by the names of columns')
    const both = [...left.fields, ...right.fields]
    const on = conjuncts(parseModelExpression(step['on']))
      .flatMap(bounds)
      .map((one): Condition => {
        const { bound, value } = this.expressions.column(one, both)
        return { read: columnsRead(bound), keep: (row) => value(row) === true, bound }
      })
    return {
      kind: 'open',
      id,
      how: how as JoinType,
      inputs: [left, right],
      on,
      below: [],
      fields: how === 'leftsemi' || how === 'leftanti' ? left.fields : both,
      valueOf: (bound) => this.expressions.value(bound),
    }
  }

  #select(input: ModelNode, items: readonly Expression[]): ModelNode {
    let below = input
    const plain = items.map((one): Expression => {
      if (one.kind !== 'alias' || one.input.kind !== 'call' || one.input.name !== 'window') return one
      below = windowed(this.expressions, below, '#window', one.input)
      return { ...one, input: { kind: 'column', path: ['#window'] } }
    })
    const columns = plain.flatMap((one) => this.expressions.columns(one, below.fields))
    const project = (row: Row) => columns.map((one) => one.value(row))
    const reads = (needed: readonly number[]) =>
      columns.filter((_, at) => needed.includes(at)).flatMap((one) => columnsRead(one.bound))
    return {
      kind: 'rows',
      input: below,
      fields: columns.map((one) => one.field),
      each: (row) => [project(row)],
      reads,
      below: ({ read, keep, inferred = false }) => ({
        read: reads(read),
        keep: (row) => keep(project(row)),
        inferred,
      }),
      origin: (at) => {
        const bound = columns[at]?.bound
        return bound?.kind === 'input' ? bound.index : undefined
      },
    }
  }

  #sort(input: ModelNode, items: readonly string[]): ModelNode {
    const keys = items.map((text) => {
      const item = parseSortExpression(text)
      const sort = item.kind === 'sort' ? item : { input: item, ascending: true, nullsFirst: true }
      const { value } = this.expressions.column(sort.input, input.fields)
      return (a: Row, b: Row) => order(value(a), value(b), sort)
    })
    const compare = (a: Row, b: Row) => keys.reduce((found, key) => found || key(a, b), 0)
    return { kind: 'sort', fields: input.fields, input, compare }
  }

  #deduplicate(input: ModelNode, op: string, names: readonly string[]): ModelNode {
    const columns = names.map((name) => input.fields.findIndex((one) => one.name === name))
    const event = eventTime(input.fields)
    const delay = event && input.fields[event.column]?.metadata?.watermarkDelay
    return {
      kind: 'deduplicate',
      input,
      id: this.#nextId(),
      fields: input.fields,
      columns,
      event,
      timed: event !== undefined && columns.includes(event.column),
      within: op === 'dropDuplicatesWithinWatermark' ? delay : undefined,
    }
  }
}

/**
 * Tells deduplications whether the event time comes to them at all. Spark prunes a column that nothing reads, also the
 * one with the watermark, and then no row is late there (golden/random-dedup-074).
 *
 * @param needed columns of the node that are read above it
 */
function pruned(node: ModelNode, needed: readonly number[]): ModelNode {
  switch (node.kind) {
    case 'source':
    case 'table':
    case 'open':
      return node
    case 'join': {
      const width = node.sides[0].input.fields.length
      const [left, right] = node.sides.map((side, at) => {
        const own = needed.filter((one) => one < width === (at === 0)).map((one) => (at === 0 ? one : one - width))
        const read = [...own, ...side.reads]
        const event = side.event && read.includes(side.event.column) ? side.event : undefined
        return { ...side, event, input: pruned(side.input, read) }
      })
      return { ...node, sides: [left, right] as unknown as Join['sides'] }
    }
    case 'rows':
      return { ...node, input: pruned(node.input, node.reads(needed)) }
    case 'union':
      return { ...node, inputs: node.inputs.map((one) => pruned(one, needed)) }
    case 'aggregate':
      return { ...node, input: pruned(node.input, node.reads) }
    case 'sort':
      return {
        ...node,
        input: pruned(
          node.input,
          node.fields.map((_, at) => at),
        ),
      }
    case 'deduplicate': {
      const read = [...needed, ...node.columns]
      const { event, within } = node
      const kept = event && (within !== undefined || read.includes(event.column)) ? event : undefined
      return {
        ...node,
        event: kept,
        input: pruned(node.input, event && within !== undefined ? [...read, event.column] : read),
      }
    }
    case 'watermark':
    case 'limit':
      return { ...node, input: pruned(node.input, needed) }
  }
}

function order(a: SqlValue, b: SqlValue, sort: { readonly ascending: boolean; readonly nullsFirst: boolean }): number {
  if (a === null || b === null) return compareValues(a, b) * (sort.nullsFirst ? 1 : -1)
  return compareValues(a, b) * (sort.ascending ? 1 : -1)
}

/** `a BETWEEN b AND c` is two conditions. */
function bounds(expression: Expression): readonly Expression[] {
  if (expression.kind !== 'call' || expression.name !== 'between') return [expression]
  const [value, least, most] = expression.args as [Expression, Expression, Expression]
  return [
    { ...expression, name: '>=', args: [value, least] },
    { ...expression, name: '<=', args: [value, most] },
  ]
}

/** A JSON row as internal values. */
export function modelRow(fields: readonly Field[], row: Json): Row {
  const object = (row ?? {}) as { readonly [name: string]: Json }
  return fields.map((one) => fromRowValue(one.type, rowValue(one.type, object[one.name] ?? null), one.name))
}
