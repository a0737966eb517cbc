import { expect, test } from 'vitest'
import { utf8Of } from '../../lib/columnar/bytes.ts'
import { InternedBytes } from '../../lib/state/interned-bytes.ts'

/** Interns text and counts a reference, as the one key of a table would. */
function intern(interned: InternedBytes, text: string): number {
  const bytes = utf8Of(text)
  const id = interned.intern(bytes, new DataView(bytes.buffer), 0, bytes.length, true)
  interned.retain(Int32Array.of(0, id), 1, 0, Int32Array.of(0), 1)
  return id
}

test('strings have numbers from 1, the same for the same bytes, and read as text', () => {
  const interned = new InternedBytes()
  expect(['a', '', 'b', 'a', ''].map((text) => intern(interned, text))).toEqual([1, 2, 3, 1, 2])
  expect([1, 2, 3].map((id) => interned.dictionary.text(id))).toEqual(['a', '', 'b'])
  expect(interned.size).toBe(3)
})

test('more texts than are kept decoded read right all the same', () => {
  const interned = new InternedBytes()
  const ids = Array.from({ length: 40_000 }, (_, at) => intern(interned, `text ${at}`))
  for (const round of [0, 1]) {
    expect(
      ids.every((id, at) => interned.dictionary.text(id) === `text ${at}`),
      `round ${round}`,
    ).toBe(true)
  }
})

test('a string that came back before the others were dropped keeps its number; the dropped ones give theirs away', () => {
  const interned = new InternedBytes()
  const ids = Array.from({ length: 3000 }, (_, at) => intern(interned, `text ${at}`))
  const before = interned.dictionary
  release(interned, ids)
  expect(intern(interned, 'text 7')).toBe(ids[7])
  interned.sweep()
  expect(interned.size).toBe(1)
  expect(interned.dictionary.text(ids[7] as number)).toBe('text 7')
  expect(intern(interned, 'another')).toBeLessThanOrEqual(3000)
  expect(before.text(ids[8] as number)).toBe('text 8')
  expect(intern(interned, 'text 7')).toBe(ids[7])
})

test('a few strings without reference are left alone', () => {
  const interned = new InternedBytes()
  const id = intern(interned, 'a')
  release(interned, [id])
  interned.sweep()
  expect(interned.size).toBe(1)
  expect(intern(interned, 'a')).toBe(id)
})

/** As keys of one word would, entry 0 being nobody's. */
function release(interned: InternedBytes, numbers: readonly number[]): void {
  const ids = Int32Array.from(numbers, (_, at) => at)
  interned.releaseAll(Int32Array.of(0, ...numbers), 1, 0, ids, ids.length)
}
