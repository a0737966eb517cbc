/**
 * What Spark's operators give in one batch, a row at a time. Two watermarks rule it: rows are late by the one that the
 * batch before ran with, state is evicted by the batch's own. A group keeps all its rows, and what aggregates give is
 * computed from them anew at every emission.
 */
import type { SqlValue } from '../../lib/types/data-type.ts'
import { compareValues, keyText, type Row } from './model-expression.ts'
import { joinBatch, type Kept, tableJoin } from './model-join.ts'
import {
  type Aggregate,
  type Deduplicate,
  type EventTime,
  inputsOf,
  isStreamJoin,
  type Join,
  type ModelNode,
  NotModelled,
} from './model-node.ts'

/** Rows of files by source. */
export type Files = { [source: string]: readonly (readonly Row[])[] }

interface Group {
  readonly key: Row
  readonly rows: readonly Row[]
}

/** Rows that wait in a join, of both sides. */
type Waiting = readonly [readonly Kept[], readonly Kept[]]

/** Groups by key, of each stateful operator; deduplication keeps when a key expires as the key of its only group. */
export type State = Map<number, Map<string, readonly Group[]>>

/** What the offset log says of a batch, and the state it begins with. */
export interface Batch {
  readonly id: number
  readonly files: Files
  /** The watermark it runs with, in ms. */
  readonly watermark: number
  /** The watermark that the batch before ran with, in ms. */
  readonly before: number
  readonly state: State
  /** Rows that wait in each join. */
  readonly waiting: ReadonlyMap<number, Waiting>
}

/** One run of one batch. The state it is given stays as it was. */
export class BatchRun {
  /** The least and greatest event time in ms, by withWatermark; absent where no row came by. */
  readonly times = new Map<number, { readonly min: number; readonly max: number }>()
  /** Rows in state and late rows, by stateful operator. */
  readonly counts = new Map<number, { readonly op: string; readonly total: number; readonly dropped: number }>()
  readonly state: State
  readonly waiting: Map<number, Waiting>
  readonly #batch: Batch
  readonly #outputMode: string

  constructor(batch: Batch, outputMode: string) {
    this.#batch = batch
    this.#outputMode = outputMode
    this.state = structuredClone(batch.state)
    this.waiting = new Map(batch.waiting)
  }

  /** What an operator gives in a batch. Everything below it runs first, with the same two watermarks. */
  rows(node: ModelNode): readonly Row[] {
    switch (node.kind) {
      case 'source':
        return (this.#batch.files[node.name] ?? []).flat()
      case 'rows':
        return this.rows(node.input).flatMap((row) => node.each(row))
      case 'union':
        return node.inputs.flatMap((one) => this.rows(one))
      case 'sort':
        return this.rows(node.input).toSorted(node.compare)
      case 'watermark': {
        const rows = this.rows(node.input)
        // Spark's statistics read a null as 0.
        const seen = rows.map((row) => floorMs((row[node.column] ?? 0n) as bigint))
        if (seen.length > 0) this.times.set(node.id, { min: Math.min(...seen), max: Math.max(...seen) })
        return rows
      }
      case 'limit': {
        const groups = this.#groups(node.id)
        const used = Number(groups.get('')?.[0]?.rows[0]?.[0] ?? 0)
        const rows = this.rows(node.input).slice(0, node.n - used)
        if (rows.length > 0) groups.set('', [{ key: [], rows: [[used + rows.length]] }])
        this.counts.set(node.id, { op: 'globalLimit', total: groups.size, dropped: 0 })
        return rows
      }
      case 'deduplicate':
        return this.#deduplicate(node, this.rows(node.input))
      case 'aggregate':
        return this.#aggregate(node, this.rows(node.input))
      case 'table':
        return node.rows
      case 'join':
        return this.#join(node)
      case 'open':
        throw new NotModelled('a join that is not laid out')
    }
  }

  /** The watermarks for late rows and for eviction that a node's input has, in ms. */
  #watermarks(node: ModelNode): { readonly late: number; readonly now: number } {
    const { before, watermark } = this.#batch
    return { late: inputWatermark(node, before) ?? before, now: inputWatermark(node, watermark) ?? watermark }
  }

  #join(node: Join): readonly Row[] {
    const inputs = [this.rows(node.sides[0].input), this.rows(node.sides[1].input)] as const
    const { late, now } = this.#watermarks(node)
    if (!isStreamJoin(node)) return tableJoin(node, inputs)
    const { rows, kept, dropped } = joinBatch(node, inputs, this.waiting.get(node.id) ?? [[], []], late, now)
    this.waiting.set(node.id, kept)
    this.counts.set(node.id, { op: 'symmetricHashJoin', total: kept[0].length + kept[1].length, dropped })
    return rows
  }

  #groups(id: number): Map<string, readonly Group[]> {
    const groups = this.state.get(id) ?? new Map()
    this.state.set(id, groups)
    return groups
  }

  #deduplicate(node: Deduplicate, input: readonly Row[]): readonly Row[] {
    const groups = this.#groups(node.id)
    const { late, now } = this.#watermarks(node)
    const rows = input.filter((row) => !passed(row, node.event, late))
    const fresh = rows.filter((row) => {
      const text = keyText(node.columns.map((at) => row[at] ?? null))
      if (groups.has(text)) return false
      const time = timeOf(row, node.event)
      const expires = node.within === undefined ? (node.timed ? time : null) : (time ?? 0n) + node.within
      groups.set(text, [{ key: [expires], rows: [] }])
      return true
    })
    evict(groups, { column: 0, end: false }, now)
    const op = node.within === undefined ? 'dedupe' : 'dedupeWithinWatermark'
    this.counts.set(node.id, { op, total: groups.size, dropped: input.length - rows.length })
    return fresh
  }

  #aggregate(node: Aggregate, input: readonly Row[]): readonly Row[] {
    const groups = this.#groups(node.id)
    const outputMode = this.#outputMode
    const keyed = input.flatMap((row) => node.keysOf(row).map((key): Group => ({ key, rows: [row] })))
    const event = outputMode === 'complete' ? undefined : node.event
    // Sessions have no late rows in any mode (golden/random-session-059): they are dropped before they are merged.
    const timely = node.session === undefined ? event : node.event
    const { late, now } = this.#watermarks(node)
    const counted = keyed.filter((one) => !passed(one.key, timely, late))
    if (node.global) counted.push({ key: [0n], rows: [] })
    const touched = new Set<string>()
    for (const one of counted) {
      const text = keyText(one.key.filter((_, at) => at !== node.session))
      touched.add(text)
      groups.set(text, merged([...(groups.get(text) ?? []), one], node.session))
    }
    const shown = outputMode === 'complete' ? [...groups.values()].flat() : []
    if (outputMode === 'update') shown.push(...[...touched].flatMap((text) => groups.get(text) ?? []))
    const evicted = event ? evict(groups, event, now) : []
    if (outputMode === 'append') shown.push(...evicted)
    const op = node.session === undefined ? 'stateStoreSave' : 'sessionWindowStateStoreSaveExec'
    const total = [...groups.values()].flat().length
    this.counts.set(node.id, {
      op,
      total,
      dropped: keyed.length - counted.filter((one) => one.rows.length > 0).length,
    })
    return shown.map((group) => node.finish(group.key, group.rows))
  }
}

/**
 * The watermark that a node's input has when the query's is `global`: the least of its inputs'. A join holds it back by
 * what it holds back rows.
 */
function inputWatermark(node: ModelNode, global: number): number | undefined {
  const known = inputsOf(node).flatMap((one) => outputWatermark(one, global) ?? [])
  return known.length > 0 ? Math.min(...known) : undefined
}

function outputWatermark(node: ModelNode, global: number): number | undefined {
  const input = inputWatermark(node, global)
  if (node.kind === 'watermark') return global
  if (node.kind !== 'join' || input === undefined || !isStreamJoin(node)) return input
  return Math.min(input, ...node.sides.flatMap((one) => one.expiry?.limit(input) ?? []))
}

const floorMs = (micros: bigint): number => Number((micros - (((micros % 1000n) + 1000n) % 1000n)) / 1000n)

/** A row's event time, or its window's end. */
function timeOf(row: Row, event: EventTime | undefined): bigint | null {
  const value: SqlValue = event ? (row[event.column] ?? null) : null
  return (event?.end && Array.isArray(value) ? value[1] : value) as bigint | null
}

/** Whether a watermark has reached a row's time; equal is reached, null never. */
function passed(row: Row, event: EventTime | undefined, watermark: number): boolean {
  const time = timeOf(row, event)
  return time !== null && time <= BigInt(watermark) * 1000n
}

/** Takes out what the watermark has passed. */
function evict(groups: Map<string, readonly Group[]>, event: EventTime, watermark: number): readonly Group[] {
  return [...groups].flatMap(([text, list]) => {
    const rest = list.filter((one) => !passed(one.key, event, watermark))
    if (rest.length > 0) groups.set(text, rest)
    else groups.delete(text)
    return list.filter((one) => passed(one.key, event, watermark))
  })
}

/** Groups of one key: one, or with sessions as many as do not touch (golden/session-bridge). */
function merged(groups: readonly Group[], session: number | undefined): readonly Group[] {
  const all = groups.toSorted((a, b) =>
    session === undefined ? 0 : compareValues(a.key[session] ?? null, b.key[session] ?? null),
  )
  const done: Group[] = []
  for (const one of all) {
    const open = done.pop()
    if (!open) done.push(one)
    else if (apart(open, one, session)) done.push(open, one)
    else done.push({ key: joined(open.key, one.key, session), rows: [...open.rows, ...one.rows] })
  }
  return done
}

const endOf = (key: Row, session: number) => (key[session] as readonly SqlValue[])[1] ?? null
const startOf = (key: Row, session: number) => (key[session] as readonly SqlValue[])[0] ?? null

/** The second begins after the first has ended; to touch is to be one session. */
function apart(open: Group, one: Group, session: number | undefined): boolean {
  return session !== undefined && compareValues(startOf(one.key, session), endOf(open.key, session)) > 0
}

/** The key with a session that ends where the later one does. */
function joined(open: Row, one: Row, session: number | undefined): Row {
  if (session === undefined) return open
  const later = compareValues(endOf(open, session), endOf(one, session)) > 0 ? open : one
  return open.with(session, [startOf(open, session), endOf(later, session)])
}
