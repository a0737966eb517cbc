/**
 * Keys that are longer than LMDB takes. What is stored of such a key is its first bytes and a hash of the whole, and the key
 * itself stands before the value. Plain keys are no longer than those first bytes, so all lie in the order of their keys but
 * those that are equal in the first bytes, which are put in order when they are read.
 */
import { createHash } from 'node:crypto'
import { invariant } from '../errors.ts'
import type { Entry } from '../state/entry-table.ts'

const hashBytes = 32
/** LMDB's limit with pages of 4 KB, less a hash. */
const longestPlain = 1978 - hashBytes

export const isLong = (key: Uint8Array): boolean => key.length > longestPlain

/** What stands in the database for a long key. */
export function storedKey(key: Uint8Array): Uint8Array {
  const stored = new Uint8Array(longestPlain + hashBytes)
  stored.set(key.subarray(0, longestPlain))
  stored.set(createHash('sha256').update(key).digest(), longestPlain)
  return stored
}

/** What stands there for its value. */
export function storedValue(key: Uint8Array, value: Uint8Array): Uint8Array {
  const stored = new Uint8Array(4 + key.length + value.length)
  new DataView(stored.buffer).setUint32(0, key.length, true)
  stored.set(key, 4)
  stored.set(value, 4 + key.length)
  return stored
}

/** The value of a long key. */
export function longValue(key: Uint8Array, stored: Uint8Array): Uint8Array {
  const found = unpacked(stored)
  invariant(Buffer.compare(found.key, key) === 0, 'two keys of one hash')
  return found.value
}

/** Bounds in the database of a range, within which entries are still to be compared with it. */
export function storedRange(
  from?: Uint8Array,
  to?: Uint8Array,
): { readonly start?: Uint8Array; readonly end?: Uint8Array } {
  const start = from?.subarray(0, longestPlain)
  let end = to
  if (to && isLong(to)) {
    end = new Uint8Array(longestPlain + hashBytes).fill(0xff)
    end.set(to.subarray(0, longestPlain))
  }
  return { ...(start?.length ? { start } : {}), ...(end ? { end } : {}) }
}

/** Entries of the database as they were put, in the order of their keys. */
export function* longEntries(stored: Iterable<Entry>, from?: Uint8Array, to?: Uint8Array): Generator<Entry> {
  let held: Entry[] = []
  for (const entry of stored) {
    const long = isLong(entry.key) ? unpacked(entry.value.slice()) : undefined
    const [first] = held
    if (first && !(long && sameStart(first.key, long.key))) {
      yield* inOrder(held, from, to)
      held = []
    }
    if (long) held.push(long)
    else if (isWithin(entry, from)) yield entry
  }
  yield* inOrder(held, from, to)
}

function unpacked(stored: Uint8Array): Entry {
  const length = new DataView(stored.buffer, stored.byteOffset).getUint32(0, true)
  return { key: stored.subarray(4, 4 + length), value: stored.subarray(4 + length) }
}

function sameStart(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a.subarray(0, longestPlain), b.subarray(0, longestPlain)) === 0
}

function inOrder(entries: readonly Entry[], from?: Uint8Array, to?: Uint8Array): readonly Entry[] {
  return entries.filter((entry) => isWithin(entry, from, to)).sort((a, b) => Buffer.compare(a.key, b.key))
}

function isWithin({ key }: Entry, from?: Uint8Array, to?: Uint8Array): boolean {
  return (!from || Buffer.compare(key, from) >= 0) && (!to || Buffer.compare(key, to) < 0)
}
