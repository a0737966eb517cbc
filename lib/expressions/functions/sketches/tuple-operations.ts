/** Union, intersection and difference of Tuple sketches, in the order of Apache DataSketches' tables. */
import type { ByteArena } from '../../../columnar/bytes.ts'
import type { BytesReader } from '../../../columnar/bytes-reader.ts'
import { everything, type HashSet, type TupleSet } from './hash-set.ts'
import { bitsFor, KeyTable } from './key-table.ts'
import { firstSummary, type SummaryKind, type SummaryMode, summed } from './summary-mode.ts'
import { TupleSketch } from './tuple-sketch.ts'

/** How summaries of one key are put together. */
export interface SummaryRule {
  readonly mode: SummaryMode
  readonly kind: SummaryKind
}

const lower = (a: bigint, b: bigint) => (a < b ? a : b)

/** A sketch that has seen nothing. */
export const emptyTuple: TupleSet = {
  theta: everything,
  empty: true,
  keys: new BigInt64Array(0),
  values: new Float64Array(0),
  modes: new Uint8Array(0),
}

/** The keys of a Theta sketch with the number that a mode starts with. */
export function withSummaries({ theta, empty, keys }: HashSet, { mode, kind }: SummaryRule): TupleSet {
  const values = new Float64Array(keys.length).fill(firstSummary(mode, kind))
  return { theta, empty, keys, values, modes: new Uint8Array(keys.length).fill(mode) }
}

function chosen(set: TupleSet, theta: bigint, places: readonly number[]): TupleSet {
  return {
    theta,
    empty: false,
    keys: BigInt64Array.from(places, (at) => set.keys[at] as bigint),
    values: Float64Array.from(places, (at) => set.values[at] as number),
    modes: Uint8Array.from(places, (at) => set.modes[at] as number),
  }
}

/** The numbers of the places for which something holds. */
function placesOf(keys: BigInt64Array, holds: (key: bigint) => boolean): readonly number[] {
  const places: number[] = []
  for (const [at, key] of keys.entries()) if (holds(key)) places.push(at)
  return places
}

/** A union that grows. */
export class TupleUnion {
  readonly #nominalBits: number
  readonly #sketch: TupleSketch
  #theta = everything

  constructor(nominalBits: number, rule: SummaryRule) {
    this.#nominalBits = nominalBits
    this.#sketch = new TupleSketch(nominalBits, rule.mode, rule.kind)
  }

  add(set: TupleSet): void {
    if (set.empty) return
    this.#sketch.empty = false
    this.#theta = lower(this.#theta, set.theta)
    for (const [at, key] of set.keys.entries()) {
      this.#sketch.mergeKey(key, set.values[at] as number, set.modes[at] as number)
    }
    this.#theta = lower(this.#theta, this.#sketch.theta)
  }

  /** Saves it as it is. */
  write(to: ByteArena): void {
    const at = to.reserve(8)
    to.view.setBigInt64(at, this.#theta, true)
    to.top = at + 8
    this.#sketch.write(to)
  }

  /** Takes over what `write` saved. */
  restore(from: BytesReader): this {
    this.#theta = from.view.getBigInt64(from.skip(8), true)
    this.#sketch.restore(from)
    return this
  }

  result(): TupleSet {
    const set = this.#sketch.compact()
    const most = 2 ** this.#nominalBits
    if (set.empty || (this.#theta >= set.theta && set.keys.length <= most)) return set
    let theta = lower(this.#theta, set.theta)
    const below = set.keys.filter((key) => key < theta)
    if (below.length > most) theta = below.sort()[most] as bigint
    return chosen(
      set,
      theta,
      placesOf(set.keys, (key) => key < theta),
    )
  }
}

/** A table of a sketch's places. */
function tableOf(keys: BigInt64Array): { readonly table: KeyTable; readonly places: Int32Array } {
  const table = new KeyTable(bitsFor(keys.length))
  const places = new Int32Array(table.size)
  for (const [place, key] of keys.entries()) {
    const at = -1 - table.findKey(key)
    table.put(at, Number(key >> 32n), Number(BigInt.asIntN(32, key)))
    places[at] = place
  }
  return { table, places }
}

/** In the order of a table that all keys went into. */
function inTableOrder(set: TupleSet): TupleSet {
  const { table, places } = tableOf(set.keys)
  const order: number[] = []
  for (const [at, key] of table.keys.entries()) if (key !== 0n && key <= set.theta) order.push(places[at] as number)
  return chosen(set, set.theta, order)
}

/** Of one sketch: what an intersection of only that is. */
export function tupleAlone(set: TupleSet): TupleSet {
  return set.empty ? emptyTuple : inTableOrder(set)
}

export function tupleIntersection(a: TupleSet, b: TupleSet, { mode, kind }: SummaryRule): TupleSet {
  if (a.empty || b.empty) return emptyTuple
  const theta = lower(a.theta, b.theta)
  const { table, places } = tableOf(a.keys)
  const matched = placesOf(b.keys, (key) => key < theta && table.findKey(key) >= 0)
  const set = chosen(b, theta, matched)
  for (const [at, key] of set.keys.entries()) {
    const first = a.values[places[table.findKey(key)] as number] as number
    const start = summed(firstSummary(mode, kind), first, mode, kind)
    set.values[at] = summed(start, set.values[at] as number, mode, kind)
    set.modes[at] = mode
  }
  return inTableOrder(set)
}

/** What is in `a` but not in `b`, in the order of `a`. */
export function tupleDifference(a: TupleSet, b: HashSet): TupleSet {
  if (a.empty || b.empty) return a
  const theta = lower(a.theta, b.theta)
  const others = new Set(b.keys)
  const places = placesOf(a.keys, (key) => key < theta && !others.has(key))
  return places.length === 0 && theta === everything ? emptyTuple : chosen(a, theta, places)
}
