/**
 * When a stream-stream join may forget rows: by an event time among its keys, or by what its condition says about both
 * sides' event times (Spark's StreamingJoinHelper and StreamingSymmetricHashJoinHelper).
 */
import type { Bound } from '../../expressions/bound.ts'
import { eventTimeColumn } from '../../state/late-rows.ts'
import type { RowExpiry } from '../../state/row-expiry.ts'
import type { Micros } from '../../types/data-type.ts'
import type { Schema } from '../../types/schema.ts'
import { microsPerMilli } from '../../types/time/calendar.ts'
import { conjuncts } from '../rewrite/bound-expressions.ts'
import { joinCondition } from './join-keys.ts'
import type { JoinType } from './join-type.ts'

/** A side's rows expire when their time is at or before a limit that goes with the watermark. */
export interface SideExpiry {
  readonly of: RowExpiry & {}
  /** Added to the watermark, in µs. */
  readonly lead: Micros
  /** The limit stays at 1970: see `neverMoves`. */
  readonly stuck: boolean
}

type Sides = readonly [SideExpiry | undefined, SideExpiry | undefined]
type Pair = readonly [Schema, Schema]

/** When the rows of each side expire; undefined = never. */
export function sideExpiries(condition: Bound | undefined, inputs: Pair): Sides {
  const key = keyWithTime(condition, inputs)
  if (key !== undefined) {
    const one: SideExpiry = { of: { kind: 'key', key }, lead: 0n, stuck: false }
    return [one, one]
  }
  return [sideExpiry(condition, inputs, 0), sideExpiry(condition, inputs, 1)]
}

/** The limit for a side when the join's input watermark is `time`: whole milliseconds, towards 1970. */
export function expiryLimit({ lead, stuck }: SideExpiry, time: Micros): Micros {
  return stuck ? 0n : ((time + lead) / microsPerMilli) * microsPerMilli
}

/** The watermark that a join hands on: none of its rows is earlier (produceOutputWatermark). */
export function joinWatermark(sides: Sides, time: Micros): Micros {
  let least = time
  for (const one of sides) {
    const limit = one ? expiryLimit(one, time) : least
    if (limit < least) least = limit
  }
  return least
}

/**
 * Whether an outer or semi join gives its rows some time: an event time is a key, or the condition bounds the rows of a
 * side that is preserved (checkForStreamStreamJoinWatermark).
 */
export function boundsPreserved(type: JoinType, condition: Bound | undefined, inputs: Pair): boolean {
  if (keyWithTime(condition, inputs) !== undefined) return true
  const bounds = (port: 0 | 1): boolean => leadOf(condition, inputs, port, undefined) !== undefined
  if (type === 'full_outer') return bounds(0) || bounds(1)
  return bounds(type === 'right_outer' ? 1 : 0)
}

const isTagged = (schema: Schema, bound: Bound | undefined): boolean =>
  bound?.kind === 'input' && schema.fields[bound.index]?.metadata?.watermarkDelay !== undefined

/** The first key that is an event time of the left side, else of the right one. */
function keyWithTime(condition: Bound | undefined, inputs: Pair): number | undefined {
  const { keys } = joinCondition(condition, inputs[0].length)
  const left = keys.findIndex((key) => isTagged(inputs[0], key.left))
  const found = left >= 0 ? left : keys.findIndex((key) => isTagged(inputs[1], key.right))
  return found < 0 ? undefined : found
}

function sideExpiry(condition: Bound | undefined, inputs: Pair, port: 0 | 1): SideExpiry | undefined {
  const column = eventTimeColumn(inputs[port])
  const lead = column < 0 ? undefined : leadOf(condition, inputs, port, column)
  if (lead === undefined || condition === undefined) return undefined
  const from = port === 0 ? 0 : inputs[0].length
  const stuck = conjuncts(condition).some((one) => neverMoves(one, from, from + inputs[port].length))
  return { of: { kind: 'column', column }, lead, stuck }
}

/**
 * The least c of conjuncts that say `own time > other time + c`, in µs; where they may be equal Spark keeps a millisecond
 * more (golden `ssjoin-left-late`).
 *
 * @param own the side's own time; undefined = any of its columns
 */
function leadOf(condition: Bound | undefined, inputs: Pair, port: 0 | 1, own: number | undefined): Micros | undefined {
  const width = inputs[0].length
  const [from, other] = port === 0 ? [0, inputs[1]] : [width, inputs[0]]
  const otherFrom = port === 0 ? width : 0
  const isOwn = (at: number): boolean =>
    own === undefined ? at >= from && at < from + inputs[port].length : at === from + own
  const isOther = (at: number): boolean => other.fields[at - otherFrom]?.metadata?.watermarkDelay !== undefined
  let least: Micros | undefined
  for (const one of condition ? conjuncts(condition) : []) {
    const order = ordered(one)
    if (!order) continue
    const [small, large] = [timePlus(order.small), timePlus(order.large)]
    if (!small || !large || !isOwn(large.column) || !isOther(small.column)) continue
    const lead = small.plus - large.plus - (order.equal ? microsPerMilli : 0n)
    if (least === undefined || lead < least) least = lead
  }
  return least
}

/**
 * `column > number` of this side, still in the join's condition: Spark takes it for one on the time, and of that side
 * nothing expires then (golden `random2-join-012`, `random2-join-063`).
 */
function neverMoves(one: Bound, from: number, to: number): boolean {
  const order = ordered(one)
  const column = order && withoutCast(order.large)
  const constant = order && withoutCast(order.small)
  if (column?.kind !== 'input' || constant?.kind !== 'literal') return false
  const isNumber =
    typeof constant.value === 'number' || (typeof constant.value === 'bigint' && constant.type.kind === 'long')
  return isNumber && column.index >= from && column.index < to
}

/** A comparison as what is smaller and what is larger. */
function ordered(one: Bound): { readonly small: Bound; readonly large: Bound; readonly equal: boolean } | undefined {
  if (one.kind !== 'call') return undefined
  const [a, b] = one.args as readonly [Bound, Bound]
  const equal = one.name.length === 2
  if (one.name === '<' || one.name === '<=') return { small: a, large: b, equal }
  return one.name === '>' || one.name === '>=' ? { small: b, large: a, equal } : undefined
}

const withoutCast = (bound: Bound): Bound => (bound.kind === 'cast' ? withoutCast(bound.input) : bound)

/** A timestamp column and what is added to it, in µs. */
function timePlus(bound: Bound): { readonly column: number; readonly plus: Micros } | undefined {
  if (bound.kind === 'input') return bound.type.kind === 'timestamp' ? { column: bound.index, plus: 0n } : undefined
  if (bound.kind === 'cast') return bound.type.kind === 'timestamp' ? timePlus(bound.input) : undefined
  if (bound.kind !== 'call' || (bound.name !== '+' && bound.name !== '-')) return undefined
  const [first, second] = bound.args as readonly [Bound, Bound]
  const minus = bound.name === '-'
  const [base, length] = [timePlus(first), lengthOf(second)]
  if (base && length !== undefined) return { ...base, plus: minus ? base.plus - length : base.plus + length }
  const [last, added] = [minus ? undefined : timePlus(second), lengthOf(first)]
  return last && added !== undefined ? { ...last, plus: last.plus + added } : undefined
}

/** A constant length of time, in µs. */
function lengthOf(bound: Bound): Micros | undefined {
  if (bound.type.kind !== 'day_time_interval') return undefined
  if (bound.kind === 'literal') return typeof bound.value === 'bigint' ? bound.value : undefined
  if (bound.kind === 'cast') return lengthOf(bound.input)
  if (bound.kind !== 'call') return undefined
  const [a, b] = bound.args.map(lengthOf)
  if (bound.name === 'negative') return a === undefined ? undefined : -a
  if (a === undefined || b === undefined) return undefined
  if (bound.name === '+') return a + b
  return bound.name === '-' ? a - b : undefined
}
