import fc from 'fast-check'
import { expect, test } from 'vitest'
import { powerOfTen } from '../../../lib/expressions/functions/numeric/decimal.ts'
import { decimalOf, divideRounded, roundDouble } from '../../../lib/expressions/functions/numeric/rounding.ts'

/** Java's way: the shortest decimal, rounded as a decimal. */
function byDecimal(value: number, scale: number, mode: 'halfUp' | 'halfEven'): number {
  if (!Number.isFinite(value) || value === 0) return value === 0 ? 0 : value
  const [digits, digitsScale] = decimalOf(value)
  const surplus = digitsScale - scale
  if (surplus <= 0) return value
  return Number(`${surplus > 400 ? 0n : divideRounded(digits, powerOfTen(surplus), mode)}e${-scale}`)
}

const values = fc.oneof(
  fc.double(),
  // Halves, and what is next to them, with few digits and with many.
  fc
    .tuple(
      fc.integer({ min: -10_000_000, max: 10_000_000 }),
      fc.integer({ min: 0, max: 9 }),
      fc.integer({ min: -2, max: 2 }),
    )
    .map(([digits, places, steps]) => {
      const value = Number(`${digits}5e${-places}`)
      return value + steps * Number.EPSILON * Math.abs(value)
    }),
  fc.double({ min: -1e6, max: 1e6, noNaN: true }),
)

test('the fast way of rounding a double is that of BigDecimal', () => {
  fc.assert(
    fc.property(
      values,
      fc.integer({ min: -4, max: 18 }),
      fc.constantFrom('halfUp', 'halfEven'),
      (value, scale, mode) => {
        expect(Object.is(roundDouble(value, scale, mode), byDecimal(value, scale, mode))).toBe(true)
      },
    ),
    { numRuns: 20_000 },
  )
})
