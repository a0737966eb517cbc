import fc from 'fast-check'
import { expect, test } from 'vitest'
import { timesForm } from '../../lib/plan/user-state/variables/timers.ts'
import { EncodedValues } from '../../lib/state/encoded-values.ts'
import { EntryKey } from '../../lib/state/entry-key.ts'
import { EntryTimes } from '../../lib/state/entry-times.ts'
import { MemoryEntries } from '../../lib/state/memory-entries.ts'
import { MemoryTimes } from '../../lib/state/memory-times.ts'
import { MemoryValues } from '../../lib/state/memory-values.ts'
import type { TimeIndex } from '../../lib/state/time-index.ts'
import type { ValueTable } from '../../lib/state/value-table.ts'
import { Schema } from '../../lib/types/schema.ts'

const options = (name: string, ordered: boolean) => ({ name, key: new Schema([]), value: new Schema([]), ordered })

/** Times of keys in memory, or as tables of entries, which is what a disk has. */
function inMemory() {
  const owner = new MemoryValues(options('times', false), timesForm)
  return { owner, index: new MemoryTimes(options('index', true), owner) }
}

function asEntries() {
  const [byKey, byTime] = [new MemoryEntries(options('times', false)), new MemoryEntries(options('index', true))]
  return { owner: new EncodedValues(byKey, timesForm), index: new EntryTimes(byTime), byKey, byTime }
}

/** Gives a key other times than it has, as timers do. */
function set(owner: ValueTable<readonly number[]>, index: TimeIndex, key: EntryKey, now: readonly number[]): void {
  const before = owner.get(key) ?? []
  for (const one of before) if (!now.includes(one)) index.remove(one, key)
  if (now.length === 0) return owner.remove(key)
  owner.put(key, now)
  for (const one of now) if (!before.includes(one)) index.add(one, key)
}

const plain = (found: readonly { readonly timeMs: number; readonly key: EntryKey }[]) =>
  found.map(({ timeMs, key }) => [timeMs, key.text])

const time = fc.oneof(fc.integer({ min: -3000, max: 9000 }), fc.integer({ min: 0, max: 40 }))
const step = fc.oneof(
  fc.record({
    key: fc.constantFrom('a', 'b', 'ü', 'a\u0000'),
    times: fc.uniqueArray(time, { maxLength: 3 }).map((times) => times.sort((a, b) => a - b)),
  }),
  fc.record({ upTo: time }),
  fc.constant('epoch' as const),
  fc.constant('restart' as const),
)

test('times in memory are those of an ordered table: what is due, what is first, and what is written', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let memory = inMemory()
      const entries = asEntries()
      // Keys that stay, as those of groups do, and know what was found for them.
      let kept = new Map<string, EntryKey>()
      const written = { owner: [] as Uint8Array[], index: [] as Uint8Array[] }
      for (const one of steps) {
        if (one === 'epoch' || one === 'restart') {
          const [owner, index] = [memory.owner.changes(), memory.index.changes()]
          if (owner) written.owner.push(owner)
          if (index) written.index.push(index)
        }
        if (one === 'restart') {
          memory = inMemory()
          kept = new Map()
          memory.owner.restore(undefined, written.owner)
          memory.index.restore()
          // What was written, read as tables of entries.
          const read = asEntries()
          read.byKey.restore(undefined, written.owner)
          read.byTime.restore(undefined, written.index)
          expect(plain(read.index.upTo(10_000))).toEqual(plain(entries.index.upTo(10_000)))
        } else if (one !== 'epoch' && 'upTo' in one) {
          expect(plain(memory.index.upTo(one.upTo))).toEqual(plain(entries.index.upTo(one.upTo)))
        } else if (one !== 'epoch') {
          const key = kept.get(one.key) ?? new EntryKey(one.key)
          if (one.times.length !== 1) kept.set(one.key, key)
          set(memory.owner, memory.index, key, one.times)
          set(entries.owner, entries.index, new EntryKey(one.key), one.times)
        }
        expect(memory.index.earliest()).toBe(entries.index.earliest())
        expect([memory.index.size, memory.owner.size]).toEqual([entries.byTime.size, entries.byKey.size])
      }
      const whole = asEntries()
      whole.byTime.restore(memory.index.snapshot(), [])
      whole.byKey.restore(memory.owner.snapshot(), [])
      expect(plain(whole.index.upTo(10_000))).toEqual(plain(entries.index.upTo(10_000)))
    }),
    { numRuns: 300 },
  )
})

test('a timer that is moved without end leaves nothing behind', () => {
  const { owner, index } = inMemory()
  const key = new EntryKey('a')
  for (let at = 0; at < 100_000; at++) set(owner, index, key, [10_000_000 + at * 2000])
  expect(index.size).toBe(1)
  expect(index.entries).toBeLessThan(2000)
  expect(plain(index.upTo(Number.MAX_SAFE_INTEGER))).toEqual([[10_000_000 + 99_999 * 2000, 'a']])
})
