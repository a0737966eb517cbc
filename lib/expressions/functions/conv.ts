import { MillraceError } from '../../errors.ts'
import { stringType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'

const largest = (1n << 64n) - 1n
const fits = (base: number) => base >= 2 && base <= 36

/** The leading digits as an unsigned number of 64 bits; undefined when it has more. */
function unsigned(digits: string, base: number): bigint | undefined {
  let value = 0n
  for (const symbol of digits) {
    const digit = Number.parseInt(symbol, 36)
    if (Number.isNaN(digit) || digit >= base) break
    value = value * BigInt(base) + BigInt(digit)
    if (value > largest) return undefined
  }
  return value
}

/** Spark's `NumberConverter`: 64 bits, unsigned unless the base of the result is negative. */
function converted(text: string, from: number, to: number, ansi: boolean): string | null {
  const digits = text.replace(/^ +| +$/g, '')
  if (digits === '' || !fits(from) || !fits(Math.abs(to))) return null
  let negative = digits.startsWith('-')
  let value = unsigned(negative ? digits.slice(1) : digits, from)
  if (value === undefined) {
    if (ansi) throw overflow()
    value = largest
  }
  if (negative && to > 0) value = value >> 63n ? largest : BigInt.asUintN(64, -value)
  if (to < 0 && value >> 63n) {
    value = BigInt.asUintN(64, -value)
    negative = true
  }
  return `${negative && to < 0 ? '-' : ''}${value.toString(Math.abs(to)).toUpperCase()}`
}

function overflow(): MillraceError {
  return new MillraceError(
    'ARITHMETIC_OVERFLOW',
    'Overflow in function conv(). If necessary set "spark.sql.ansi.enabled" to "false" to bypass this error.',
    { sqlState: '22003' },
  )
}

export const conv: ScalarFunction = {
  name: 'conv',
  summary: 'The digits of a number in another base, from 2 to 36; a negative one gives a signed number.',
  bind: signature({ takes: ['string', 'int', 'int'], gives: stringType, nullable: true }),
  evaluate: ([text, from, to], _, evaluation) =>
    converted(text as string, from as number, to as number, evaluation.ansi),
}
