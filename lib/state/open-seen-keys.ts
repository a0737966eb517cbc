/** Keys that have been seen where the state has them: in memory or on disk, taken over from the other when that has changed. */
import type { Field } from '../types/data-type.ts'
import { DiskSeenKeys } from './disk-seen-keys.ts'
import { EntryKeys } from './entry-keys.ts'
import type { Entry } from './entry-table.ts'
import { MemoryEntries } from './memory-entries.ts'
import { type Forgetting, SeenKeys, type SeenKeyTable } from './seen-keys.ts'
import type { StateStore } from './state-store.ts'
import { timeVector } from './time-words.ts'

/** Keys that are taken over at a time. */
const stepKeys = 8192

/** @param state undefined = kept nowhere */
export function openSeenKeys(
  keys: readonly Field[],
  forgetting: Forgetting,
  state: StateStore | undefined,
): SeenKeyTable {
  if (state?.onDisk && keys.length > 0) return new DiskSeenKeys(keys, forgetting, state)
  const seen = new SeenKeys(keys, forgetting)
  if (!state) return seen
  const { name, key, value } = seen
  const entries = new MemoryEntries({ name, key, value, ordered: false })
  const isNew = state.fill(entries)
  state.register(seen, isNew)
  if (isNew) fillSeenKeys(seen, keys, forgetting, [...entries.all()])
  return seen
}

/** Adds the keys of entries in which they are on disk. */
export function fillSeenKeys(
  seen: SeenKeys,
  fields: readonly Field[],
  forgetting: Forgetting,
  entries: readonly Entry[],
): void {
  const keys = new EntryKeys(fields.map(({ type }) => type))
  const fresh = new Int32Array(stepKeys)
  for (let from = 0; from < entries.length; from += stepKeys) {
    const some = entries.slice(from, from + stepKeys)
    const columns = keys.decode(some.map(({ key }) => key))
    const times = forgetting.kind === 'delay' ? some.map(({ value }) => expiryOf(value) - forgetting.delay) : undefined
    const vector = times && timeVector(new Int32Array(BigInt64Array.from(times).buffer))
    seen.admit(columns, vector, undefined, some.length, fresh)
  }
}

/** When a key is forgotten. */
function expiryOf(value: Uint8Array): bigint {
  return new DataView(value.buffer, value.byteOffset, value.byteLength).getBigInt64(0, true)
}
