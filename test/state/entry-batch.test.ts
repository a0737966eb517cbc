/** Entries that came in any order leave in the order of their keys' bytes. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareBytes } from '../../lib/columnar/bytes.ts'
import { EntryBatch } from '../../lib/state/entry-batch.ts'
import { readEntryList } from '../../lib/state/entry-lists.ts'

function sorted(batch: EntryBatch, keys: readonly Uint8Array[]): Uint8Array[] {
  for (const key of keys) batch.add(key, Uint8Array.of(key.length, 7))
  const out: Uint8Array[] = []
  readEntryList(batch.finish(), (key, value) => {
    expect(value).toEqual(Uint8Array.of(key.length, 7))
    out.push(key.slice())
  })
  return out
}

const inOrder = (keys: readonly Uint8Array[]) => [...keys].sort(compareBytes)

/** Few values, long runs of one: keys that agree for long, that end early, that differ only by zeros at their end. */
const keyBytes = fc
  .array(fc.tuple(fc.constantFrom(0, 1, 255), fc.integer({ min: 1, max: 9 })), { maxLength: 4 })
  .map((runs) => Uint8Array.from(runs.flatMap(([value, times]) => Array<number>(times).fill(value))))

test('keys of any kind, batch after batch', () => {
  const batch = new EntryBatch()
  fc.assert(
    fc.property(fc.uniqueArray(keyBytes, { maxLength: 300, selector: String }), (keys) => {
      expect(sorted(batch, keys)).toEqual(inOrder(keys))
    }),
  )
})

test('many keys with one beginning', () => {
  const keys = Array.from({ length: 20_000 }, (_, i) => Buffer.from(`a-customer-of-long-name-${(i * 7919) % 20_000}`))
  const plain = keys.map((key) => Uint8Array.from(key))
  expect(sorted(new EntryBatch(), plain)).toEqual(inOrder(plain))
})

test('an empty batch is an empty list', () => {
  expect(new EntryBatch().finish()).toEqual(Uint8Array.of(0, 0, 0, 0))
})
