import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ChangedIds } from '../../lib/state/changed-ids.ts'

test('holds each marked number once, in the order of first marks, until it is cleared', () => {
  const id = fc.oneof(fc.nat(70), fc.nat(5000))
  const step = fc.oneof(
    fc.record({ mark: fc.array(id, { maxLength: 100 }) }),
    fc.record({ add: id }),
    fc.constant({ clear: true }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      const changed = new ChangedIds()
      const model = new Set<number>()
      for (const one of steps) {
        if ('mark' in one) {
          changed.mark(Int32Array.from([...one.mark, 9999]), one.mark.length)
          for (const number of one.mark) model.add(number)
        } else if ('add' in one) {
          changed.add(one.add)
          model.add(one.add)
        } else {
          changed.clear()
          model.clear()
        }
        expect([...changed.ids.subarray(0, changed.count)]).toEqual([...model])
        for (let number = 0; number < 100; number++) expect(changed.has(number)).toBe(model.has(number))
        expect(changed.has(1_000_000)).toBe(false)
      }
    }),
  )
})

test('a list that has grown long is given back by clearing', () => {
  const changed = new ChangedIds()
  const ids = Int32Array.from({ length: 200_000 }, (_, at) => at)
  changed.mark(ids, ids.length)
  expect(changed.count).toBe(200_000)
  changed.clear()
  expect(changed.ids.length).toBeLessThan(1000)
  changed.mark(ids, 3)
  expect([...changed.ids.subarray(0, changed.count)]).toEqual([0, 1, 2])
})

test('many numbers are arranged in ascending order, and go on as before', () => {
  const changed = new ChangedIds()
  const ids = Int32Array.from({ length: 10_000 }, (_, at) => (at * 7919) % 50_000)
  changed.mark(ids, ids.length)
  changed.arrange()
  const ascending = Int32Array.from(new Set(ids)).sort()
  expect(changed.ids.subarray(0, changed.count)).toEqual(ascending)
  changed.mark(Int32Array.of(ascending[0] as number, 60_000), 2)
  expect(changed.count).toBe(ascending.length + 1)
  expect(changed.ids[ascending.length]).toBe(60_000)
})
