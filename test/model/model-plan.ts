/** A scenario's plan as a tree that the model of Spark's batches walks. */
import type { Expression } from '../../lib/expressions/expression.ts'
import { parseSortExpression } from '../../lib/expressions/parser/parse-expression.ts'
import type { SqlValue } from '../../lib/types/data-type.ts'
import { parseSchema } from '../../lib/types/ddl/ddl.ts'
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
import { aggregateNode, windowed } from './model-grouping.ts'
import { eventTime, type ModelNode, NotModelled } from './model-node.ts'

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
    const node = this.#plan(plan)
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
        if (!source || (source.format ?? 'json') !== 'json') throw new NotModelled(`source ${step.from}`)
        node = { kind: 'source', name: step.from, fields: parseSchema(source.schema).fields }
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

  /** A condition goes below watermarks unless it reads the event time, and into both sides of a union (golden `wm-filter-after`). */
  #filter(input: ModelNode, condition: Expression): ModelNode {
    const { bound, value } = this.expressions.column(condition, input.fields)
    return pushed(input, columnsRead(bound), (row) => (value(row) === true ? [row] : []))
  }

  #select(input: ModelNode, items: readonly Expression[]): ModelNode {
    let below = input
    const plain = items.map((one): Expression => {
      if (one.kind !== 'alias' || one.input.kind !== 'call' || one.input.name !== 'window') return one
      below = windowed(this.expressions, below, '#window', one.input)
      return { ...one, input: { kind: 'column', path: ['#window'] } }
    })
    const columns = plain.flatMap((one) => this.expressions.columns(one, below.fields))
    return {
      kind: 'rows',
      input: below,
      fields: columns.map((one) => one.field),
      each: (row) => [columns.map((one) => one.value(row))],
      reads: (needed) => columns.filter((_, at) => needed.includes(at)).flatMap((one) => columnsRead(one.bound)),
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

function pushed(input: ModelNode, read: readonly number[], each: (row: Row) => readonly Row[]): ModelNode {
  if (input.kind === 'watermark' && !read.includes(input.column)) {
    return { ...input, input: pushed(input.input, read, each) }
  }
  if (input.kind === 'union') return { ...input, inputs: input.inputs.map((one) => pushed(one, read, each)) }
  return { kind: 'rows', fields: input.fields, input, each, reads: (needed) => [...needed, ...read] }
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
      return node
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
