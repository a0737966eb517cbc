/** State of aggregations as rows: keys, and what each aggregate remembers, Spark's aggregation buffers. */

import { vectorOf } from '../../columnar/builder.ts'
import { ByteArena } from '../../columnar/bytes.ts'
import { Float64Cells, WordCells } from '../../columnar/cells/word-cells.ts'
import { wordVector } from '../../columnar/cells/word-vector.ts'
import { layoutOf } from '../../columnar/layout.ts'
import type { Vector } from '../../columnar/vector.ts'
import { invariant } from '../../errors.ts'
import type { Accumulator, AggregateCall } from '../../expressions/aggregates/aggregate-function.ts'
import { findAggregate } from '../../expressions/aggregates/index.ts'
import type { Evaluation } from '../../expressions/evaluation.ts'
import { userFunctionTable } from '../../expressions/user-function.ts'
import { callsOf } from '../../plan/aggregate/state-fields.ts'
import { fillGroups } from '../../state/fill-groups.ts'
import { fillSessions } from '../../state/fill-sessions.ts'
import { GroupState } from '../../state/group-state.ts'
import { SessionState } from '../../state/session-state.ts'
import type { Field } from '../../types/data-type.ts'
import { equalTypes } from '../../types/types.ts'
import type { StoredTable } from './stored-checkpoint.ts'
import { entriesOf } from './stored-entries.ts'
import { keyValueRows, type StoredRows } from './stored-rows.ts'

/** Nothing that a buffer holds depends on it. */
const evaluation: Evaluation = {
  batchTime: 0n,
  epoch: 0,
  queryId: '',
  zone: 'UTC',
  ansi: true,
  functions: userFunctionTable,
}

/** Groups of an aggregation by keys. */
export function groupRows({ name, key, value, isEntries, snapshot, changes }: StoredTable): StoredRows {
  const calls = callsOf(value.fields)
  const accumulators = startAll(calls)
  const state = new GroupState(key.fields, accumulators)
  if (isEntries) fillGroups(state, entriesOf({ name, key, value, snapshot, changes }))
  else state.restore(snapshot, changes)
  return keyValueRows(key.fields, value.fields, state.ids(), (ids) => [
    ...state.keyVectors(ids, ids.length),
    ...accumulators.flatMap((one, at) => bufferVectors(one, calls[at] as AggregateCall, ids)),
  ])
}

/** Sessions of an aggregation by keys and session window; as in Spark the value repeats the keys. */
export function sessionRows({ name, key, value, isEntries, snapshot, changes }: StoredTable): StoredRows {
  const [session, ...buffers] = value.fields as readonly [Field, ...Field[]]
  const keys = key.fields.slice(0, -1)
  const calls = callsOf(buffers)
  const accumulators = startAll(calls)
  const state = new SessionState({ keys, session, accumulators, expires: false, ordered: false })
  if (isEntries) fillSessions(state, entriesOf({ name, key, value, snapshot, changes }))
  else state.restore(snapshot, changes)
  return keyValueRows(key.fields, [session, ...keys, ...buffers], state.ids(), (ids) => {
    const { keys: vectors, session: sessions } = state.vectors(ids, ids.length)
    const results = accumulators.flatMap((one, at) => bufferVectors(one, calls[at] as AggregateCall, ids))
    return [...vectors, sessions.children[0] as Vector, sessions, ...vectors, ...results]
  })
}

function startAll(calls: readonly AggregateCall[]): readonly Accumulator[] {
  return calls.map((call) => {
    const found = findAggregate(call.name)
    invariant(found, `no aggregate function is called ${call.name}`)
    return found.start(call, evaluation)
  })
}

/**
 * A buffer as columns. Where the result is the buffer it is taken; numbers come one by one; what else an aggregate remembers
 * comes as the bytes in which it is saved, in the first field.
 */
function bufferVectors(accumulator: Accumulator, call: AggregateCall, ids: Int32Array): readonly Vector[] {
  const { buffer, cells } = accumulator
  const [first, ...rest] = buffer
  if (!first) return []
  if (equalTypes(first.type, call.type, false) && rest.every(({ name }) => name === 'isEmpty')) {
    const result = accumulator.finish(ids, ids.length)
    return [result, ...rest.map(() => emptiness(result, ids.length))]
  }
  const numbers = buffer.map(({ type }, at) => {
    const one = cells[at]
    return one instanceof WordCells ? numberVector(type, one, ids) : undefined
  })
  if (numbers.every((one) => one !== undefined)) return numbers
  return [savedBytes(accumulator, first, ids), ...rest.map(({ type }) => nothing(type, ids.length))]
}

/** Counts are doubles inside and LONG in Spark's buffer. */
function numberVector(type: Field['type'], cells: WordCells, ids: Int32Array): Vector | undefined {
  const layout = layoutOf(type)
  if (cells instanceof Float64Cells && layout === 'int64')
    return vectorOf(
      type,
      [...ids].map((id) => BigInt(cells.values[id] as number)),
    )
  const widths: { readonly [layout: string]: number } = { int32: 1, int64: 2, float64: 2, int128: 4 }
  return widths[layout] === cells.width ? wordVector(type, cells, ids, ids.length, undefined) : undefined
}

const nothing = (type: Field['type'], count: number): Vector =>
  vectorOf(
    type,
    Array.from({ length: count }, () => null),
  )

const emptiness = (result: Vector, count: number): Vector =>
  vectorOf(
    { kind: 'boolean' },
    Array.from({ length: count }, (_, row) => result.nulls?.[row] === 1),
  )

function savedBytes({ cells }: Accumulator, { type }: Field, ids: Int32Array): Vector {
  if (type.kind !== 'binary') return nothing(type, ids.length)
  const saved = [...ids].map((id) => {
    const arena = new ByteArena(64)
    for (const one of cells) one.save(Int32Array.of(id), 1, arena)
    return arena.bytes.slice(0, arena.top)
  })
  return vectorOf(type, saved)
}
