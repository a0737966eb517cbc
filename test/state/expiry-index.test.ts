import fc from 'fast-check'
import { expect, test } from 'vitest'
import { vectorOf } from '../../lib/columnar/builder.ts'
import type { Int64Vector } from '../../lib/columnar/vector.ts'
import { ExpiryIndex } from '../../lib/state/expiry-index.ts'

const timesOf = (times: readonly (bigint | null)[]) => vectorOf({ kind: 'timestamp' }, times) as Int64Vector

/** Near to each other, on both sides of 1970, of a second, and of a word; and the ends of the range. */
const time = fc.oneof(
  fc.bigInt({ min: -3_000_000n, max: 3_000_000n }),
  fc.bigInt({ min: (1n << 32n) - 2n, max: (1n << 32n) + 2n }),
  fc.constantFrom(-(1n << 63n), (1n << 63n) - 1n, 1n << 31n, (1n << 20n) - 1n, 1n << 20n, -(1n << 20n)),
  fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n }),
)

test('expires what a list of times would, at the very microsecond', () => {
  const step = fc.oneof(
    fc.record({ add: fc.array(fc.option(time, { nil: null, freq: 6 }), { maxLength: 10 }) }),
    fc.record({ expire: time }),
    fc.record({ remove: fc.nat(40) }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const index = new ExpiryIndex()
      const model = new Map<number, bigint>()
      let next = 0
      for (const one of steps) {
        if ('add' in one) {
          const ids = Int32Array.from(one.add, () => next++)
          index.add(ids, timesOf(one.add), ids.length)
          one.add.forEach((at, i) => at !== null && model.set(ids[i] as number, at))
        } else if ('remove' in one) {
          index.remove(one.remove)
          model.delete(one.remove)
        } else {
          const gone = [...model].filter(([, at]) => at <= one.expire).map(([id]) => id)
          expect([...index.expire(one.expire)].sort((a, b) => a - b)).toEqual(gone.sort((a, b) => a - b))
          for (const id of gone) model.delete(id)
        }
        expect(index.size).toBe(model.size)
        const least = [...model.values()].reduce<bigint | undefined>(
          (a, b) => (a === undefined || b < a ? b : a),
          undefined,
        )
        expect(index.minimum).toBe(least)
      }
    }),
    { numRuns: 500 },
  )
})

test('an id that has expired can come again with another time', () => {
  const index = new ExpiryIndex()
  const id = Int32Array.of(3)
  index.add(id, timesOf([10n]), 1)
  expect([...index.expire(10n)]).toEqual([3])
  expect([...index.expire(10n)]).toEqual([])
  index.add(id, timesOf([20_000_000n]), 1)
  expect([...index.expire(19_999_999n)]).toEqual([])
  expect([...index.expire(20_000_000n)]).toEqual([3])
})

test('nothing is left after clearing', () => {
  const index = new ExpiryIndex()
  index.add(Int32Array.of(1, 2), timesOf([1n, 2n]), 2)
  index.clear()
  expect(index.minimum).toBeUndefined()
  expect([...index.expire(100n)]).toEqual([])
  index.add(Int32Array.of(1), timesOf([1n]), 1)
  expect([...index.expire(100n)]).toEqual([1])
})
