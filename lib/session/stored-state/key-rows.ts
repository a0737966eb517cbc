/** State of deduplications, limits and joins of two streams as rows. */
import { gather } from '../../columnar/gather.ts'
import { fillJoin } from '../../state/fill-join.ts'
import { JoinState } from '../../state/join-state.ts'
import { fillSeenKeys } from '../../state/open-seen-keys.ts'
import { type Forgetting, SeenKeys } from '../../state/seen-keys.ts'
import type { DataType, Field } from '../../types/data-type.ts'
import { Schema } from '../../types/schema.ts'
import { booleanType, field, longType } from '../../types/types.ts'
import type { StoredTable } from './stored-checkpoint.ts'
import { entriesOf } from './stored-entries.ts'
import { keyValueRows, plain, type StoredRows } from './stored-rows.ts'

const nullType: DataType = { kind: 'null' }

/** Keys that were seen, with the time at which they are forgotten where that is their own. */
export function seenKeyRows({ name, key, value, isEntries, snapshot, changes }: StoredTable): StoredRows {
  const delayed = value.length > 0
  const forgetting: Forgetting = delayed ? { kind: 'delay', delay: 0n } : { kind: 'never' }
  const keys = new SeenKeys(key.fields, forgetting)
  if (isEntries) fillSeenKeys(keys, key.fields, forgetting, entriesOf({ name, key, value, snapshot, changes }))
  else keys.restore(snapshot, changes)
  const dummy = [field('__dummy__', nullType)]
  return keyValueRows(key.fields, delayed ? value.fields : dummy, keys.ids(), (ids) => keys.vectors(ids))
}

/** How many rows a limit has let through; nothing while there were none. */
export function limitRows({ snapshot, changes }: StoredTable): StoredRows {
  const last = changes.at(-1) ?? snapshot
  const count = last ? new DataView(last.buffer, last.byteOffset).getFloat64(0) : 0
  const fields = [
    field('key', { kind: 'struct', fields: [field('key', nullType)] }),
    field('value', { kind: 'struct', fields: [field('value', longType)] }),
  ]
  return { fields, rows: () => (count === 0 ? [] : [[[null], [BigInt(count)]]]) }
}

/** Names of Spark's stores of a join, each side's rows and how many there are of a key. */
export const joinStores = [
  'left-keyToNumValues',
  'left-keyWithIndexToValue',
  'right-keyToNumValues',
  'right-keyWithIndexToValue',
] as const

export type JoinStore = (typeof joinStores)[number] | 'left' | 'right'

/** @param store one of Spark's stores, or a side: then rows come without their numbers and marks */
export function joinRows(
  { name, key, value, isEntries, snapshot, changes }: StoredTable,
  store: JoinStore,
): StoredRows {
  const [left, right] = value.fields.map(({ type }) => new Schema((type as DataType & { kind: 'struct' }).fields))
  const state = new JoinState(
    key.fields.map(({ type }) => type),
    [left as Schema, right as Schema],
    [undefined, undefined],
  )
  if (isEntries) fillJoin(state, entriesOf({ name, key, value, snapshot, changes }))
  else state.restore(snapshot, changes)
  const port = store.startsWith('left') ? 0 : 1
  const side = state.sides[port]
  const columns = ((port === 0 ? left : right) as Schema).fields.map(plain)
  const ids = side.arena.ids()
  if (store.endsWith('keyToNumValues')) return countRows(state, ids, port)
  const keysOf = (some: Int32Array) =>
    state.keys.vectors(
      some.map((id) => side.keyOf[id] as number),
      some.length,
    )
  const rowsOf = (some: Int32Array) => columns.map((_, at) => side.arena.column(at, some, some.length))
  if (store === 'left' || store === 'right')
    return keyValueRows(key.fields, columns, ids, (some) => [...keysOf(some), ...rowsOf(some)])
  const numbers = numbersOfRows(state, ids, port)
  const keyFields: readonly Field[] = [...key.fields, field('index', longType)]
  const valueFields: readonly Field[] = [...columns, field('matched', booleanType)]
  return keyValueRows(keyFields, valueFields, ids, (some) => [
    ...keysOf(some),
    gather(numbers, some, some.length),
    ...rowsOf(some),
    gather(
      { layout: 'bool', type: booleanType, length: side.matched.length, nulls: undefined, values: side.matched },
      some,
      some.length,
    ),
  ])
}

/** Each row's number among those of its key, by row. */
function numbersOfRows(state: JoinState, ids: Int32Array, port: 0 | 1) {
  const { keyOf } = state.sides[port]
  const seen = new Map<number, bigint>()
  const values = new BigInt64Array(keyOf.length)
  for (const id of ids) {
    const key = keyOf[id] as number
    const number = seen.get(key) ?? 0n
    values[id] = number
    seen.set(key, number + 1n)
  }
  const words = new Int32Array(values.buffer)
  return { layout: 'int64' as const, type: longType, length: values.length, nulls: undefined, values, words }
}

function countRows(state: JoinState, ids: Int32Array, port: 0 | 1): StoredRows {
  const { keyOf } = state.sides[port]
  const counts = new BigInt64Array(state.keys.top)
  for (const id of ids) {
    const key = keyOf[id] as number
    counts[key] = (counts[key] as bigint) + 1n
  }
  const present = Int32Array.from(new Set([...ids].map((id) => keyOf[id] as number)))
  const words = new Int32Array(counts.buffer)
  const all = {
    layout: 'int64' as const,
    type: longType,
    length: counts.length,
    nulls: undefined,
    values: counts,
    words,
  }
  return keyValueRows(state.key.fields, [field('value', longType)], present, (some) => [
    ...state.keys.vectors(some, some.length),
    gather(all, some, some.length),
  ])
}
