/** Grouping of a scenario's plan: windows, sessions, grouping sets, and what aggregates give for a group. */
import type { Expression } from '../../lib/expressions/expression.ts'
import type { DataType, Field, SqlValue } from '../../lib/types/data-type.ts'
import { field, longType, structType } from '../../lib/types/types.ts'
import { modelAggregates } from './model-aggregates.ts'
import {
  columnsRead,
  duration,
  type ModelColumn,
  type ModelExpressions,
  parseModelExpression,
  type Row,
  replaceCalls,
} from './model-expression.ts'
import { filtered } from './model-filter.ts'
import { type Condition, eventTime, type ModelNode } from './model-node.ts'

const column = (name: string): Expression => ({ kind: 'column', path: [name] })

/** The node of a groupBy (rollup, cube, agg); `items` are the aggregates as a select list has them. */
export function aggregateNode(
  expressions: ModelExpressions,
  id: number,
  below: ModelNode,
  op: string,
  groupings: readonly string[],
  items: readonly string[],
): ModelNode {
  let input = below
  let session: number | undefined
  const keys = groupings.map(parseModelExpression).map((expression, at): Expression => {
    const inner = expression.kind === 'alias' ? expression.input : expression
    if (inner.kind !== 'call' || (inner.name !== 'window' && inner.name !== 'session_window')) return expression
    if (inner.name === 'session_window') session = at
    const name = expression.kind === 'alias' ? (expression.names[0] as string) : inner.name
    // A column of this name may be there already, when windows are made of windows.
    input = windowed(expressions, input, `#${name}`, inner)
    return { kind: 'alias', input: column(`#${name}`), names: [name] }
  })
  const columns = keys.map((one) => expressions.column(one, input.fields))
  const calls: Call[] = []
  const sets = groupingSets(op, columns.length)
  const outputs = items.map(parseModelExpression).map((item) =>
    replaceCalls(item, (call) => {
      if (call.name === 'grouping_id') return column('#set')
      const known = modelAggregates[call.name]
      if (!known) return undefined
      const args = call.args.map((one) => (one.kind === 'star' ? undefined : expressions.column(one, input.fields)))
      const type = args[0]?.bound.type ?? longType
      calls.push({
        args: args.filter((one) => one !== undefined),
        type,
        compute: known.compute,
        gives: known.type(type),
      })
      return column(`#${calls.length - 1}`)
    }),
  )
  const keyFields = columns.map((one) => one.field)
  const all = [...keyFields, field('#set', longType), ...calls.map((one, at) => field(`#${at}`, one.gives))]
  const results = outputs.map((one) => expressions.column(one, all))
  const event = eventTime(keyFields)
  const keysOf = (row: Row) => {
    const values = columns.map((one) => normal(one.value(row)))
    return sets.map((set) => [
      ...values.map((one, at) => (set & (1 << (columns.length - 1 - at)) ? null : one)),
      BigInt(set),
    ])
  }
  return {
    kind: 'aggregate',
    input,
    id,
    fields: [...keyFields, ...results.map((one) => one.field)],
    keysOf,
    keys: columns.length,
    event,
    session,
    global: columns.length === 0,
    reads: [...columns, ...calls.flatMap((call) => call.args)].flatMap((one) => columnsRead(one.bound)),
    origin: (at) => {
      const bound = sets.length > 1 ? undefined : columns[at]?.bound
      return bound?.kind === 'input' ? bound.index : undefined
    },
    below: ({ read, keep, inferred = false }) =>
      // Grouping sets make keys of their own.
      sets.length > 1 || read.length === 0 || read.some((at) => at >= columns.length)
        ? undefined
        : {
            read: read.flatMap((at) => columnsRead((columns[at] as ModelColumn).bound)),
            keep: (row) => keep(keysOf(row)[0] as Row),
            inferred,
          },
    finish: (key, rows) => {
      const values = calls.map((call) =>
        call.compute(
          rows.map((row) => call.args.map((one) => one.value(row))),
          call.type,
        ),
      )
      return [...key.slice(0, columns.length), ...results.map((one) => one.value([...key, ...values]))]
    },
  }
}

interface Call {
  readonly args: readonly ModelColumn[]
  readonly type: DataType
  readonly gives: DataType
  readonly compute: (rows: readonly Row[], type: DataType) => SqlValue
}

/** A set is the bits of the keys that are left out, as grouping_id() gives them. */
function groupingSets(op: string, keys: number): readonly number[] {
  if (op === 'rollup') return Array.from({ length: keys + 1 }, (_, at) => (1 << at) - 1)
  if (op === 'cube') return Array.from({ length: 1 << keys }, (_, at) => at)
  return [0]
}

/** Grouping gives 0.0 for -0.0 (golden/agg-key-nan-negzero). */
const normal = (value: SqlValue): SqlValue => (value === 0 ? 0 : value)

/** The input with a column of windows behind it: one row for each window that the row's time is in. */
export function windowed(
  expressions: ModelExpressions,
  input: ModelNode,
  name: string,
  call: Extract<Expression, { readonly kind: 'call' }>,
): ModelNode {
  const [time, ...rest] = call.args.map((one) => expressions.column(one, input.fields)) as [
    ModelColumn,
    ...ModelColumn[],
  ]
  const from = time.bound.type.kind === 'struct' ? time.bound.type.fields[1]?.type : time.bound.type
  const type = structType([field('start', from as DataType), field('end', from as DataType)])
  const tags = columnsRead(time.bound).map((at) => input.fields[at]?.metadata)
  const delay = tags.find((one) => one?.watermarkDelay !== undefined)
  const made: Field = { name, type, nullable: false, ...(delay ? { metadata: delay } : {}) }
  const windowsOf = call.name === 'window' ? slidingWindows(rest) : sessionStart(rest)
  const fields = [...input.fields.map((one) => ({ name: one.name, type: one.type, nullable: one.nullable })), made]
  const each = (row: Row) => {
    const value = time.value(row)
    const at = Array.isArray(value) ? (value[1] as bigint) - 1n : (value as bigint | null)
    return at === null ? [] : windowsOf(at, row).map((window) => [...row, window])
  }
  // The window is the last column: it needs the time, and the gap.
  const read = [time, ...rest].flatMap((one) => columnsRead(one.bound))
  const reads = (needed: readonly number[]) => [...needed.filter((at) => at < input.fields.length), ...read]
  const below = (condition: Condition) => (condition.read.includes(input.fields.length) ? undefined : condition)
  // Rows without a time are filtered out, and the filter goes down as any (golden/random-joinagg-304).
  const present = { read: columnsRead(time.bound), keep: (row: Row) => time.value(row) !== null }
  return {
    kind: 'rows',
    input: filtered(input, present),
    fields,
    each,
    reads,
    below,
    origin: (at) => (at < input.fields.length ? at : undefined),
  }
}

type WindowsOf = (time: bigint, row: Row) => readonly (readonly [bigint, bigint])[]

const mod = (a: bigint, b: bigint): bigint => ((a % b) + b) % b

function slidingWindows(rest: readonly ModelColumn[]): WindowsOf {
  const [width = 0n, slide = width, start = 0n] = rest.map((one) => micros(one.value([])))
  return (time) => {
    const last = time - mod(time - start, slide)
    const count = Number((width + slide - 1n) / slide)
    const starts = Array.from({ length: count }, (_, at) => last - BigInt(at) * slide)
    return starts.filter((one) => one + width > time).map((one) => [one, one + width] as const)
  }
}

/** A row is a session of its own before sessions are merged; no gap, no session. */
function sessionStart(rest: readonly ModelColumn[]): WindowsOf {
  return (time, row) => {
    const gap = micros(rest[0]?.value(row) ?? null)
    return gap === undefined || gap <= 0n ? [] : [[time, time + gap]]
  }
}

function micros(value: SqlValue): bigint | undefined {
  return value === null ? undefined : typeof value === 'bigint' ? value : duration(String(value))
}
