/** Spark's errors of arithmetic. */
import { MillraceError } from '../../../errors.ts'
import { Decimal } from '../../../types/values/decimal.ts'

const bypass = 'If necessary set "spark.sql.ansi.enabled" to "false" to bypass this error.'

/** ARITHMETIC_OVERFLOW @param alternative the `try_` form, where there is one */
export function arithmeticOverflow(alternative?: string, message = 'overflow'): MillraceError {
  const hint = alternative === undefined ? '' : ` Use '${alternative}' to tolerate overflow and return NULL instead.`
  return new MillraceError('ARITHMETIC_OVERFLOW', `${message}.${hint} ${bypass}`, { sqlState: '22003' })
}

/** BINARY_ARITHMETIC_OVERFLOW of TINYINT and SMALLINT. */
export function narrowOverflow(a: number, symbol: string, b: number, alternative: string): MillraceError {
  const text = `${a}S ${symbol} ${b}S caused overflow. Use \`${alternative}\` to ignore overflow problem and return NULL.`
  return new MillraceError('BINARY_ARITHMETIC_OVERFLOW', text, { sqlState: '22003' })
}

/** DIVIDE_BY_ZERO */
export function divideByZero(): MillraceError {
  const text = `Division by zero. Use \`try_divide\` to tolerate divisor being 0 and return NULL instead. ${bypass}`
  return new MillraceError('DIVIDE_BY_ZERO', text, { sqlState: '22012' })
}

/** REMAINDER_BY_ZERO */
export function remainderByZero(): MillraceError {
  const text = `Remainder by zero. Use \`try_mod\` to tolerate divisor being 0 and return NULL instead. ${bypass}`
  return new MillraceError('REMAINDER_BY_ZERO', text, { sqlState: '22012' })
}

/** INTERVAL_DIVIDED_BY_ZERO */
export function intervalDividedByZero(): MillraceError {
  const text = 'Division by zero. Use `try_divide` to tolerate divisor being 0 and return NULL instead.'
  return new MillraceError('INTERVAL_DIVIDED_BY_ZERO', text, { sqlState: '22012' })
}

/** INTERVAL_ARITHMETIC_OVERFLOW @param alternative the `try_` form, where there is one */
export function intervalOverflow(alternative?: string): MillraceError {
  const subclass = alternative === undefined ? 'WITHOUT_SUGGESTION' : 'WITH_SUGGESTION'
  const hint =
    alternative === undefined
      ? 'Try devising appropriate values for the interval parameters.'
      : `Use \`${alternative}\` to tolerate overflow and return NULL instead.`
  return new MillraceError(
    `INTERVAL_ARITHMETIC_OVERFLOW.${subclass}`,
    `Integer overflow while operating with intervals. ${hint}`,
    { sqlState: '22015' },
  )
}

/** NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION: a decimal that does not fit its type. */
export function decimalOverflow(unscaled: bigint, scale: number, precision: number, target: number): MillraceError {
  const text =
    ` ${new Decimal(unscaled, scale)} cannot be represented as Decimal(${precision}, ${target}). If necessary set ` +
    '"spark.sql.ansi.enabled" to "false" to bypass this error, and return NULL instead.'
  return new MillraceError('NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION', text, { sqlState: '22003' })
}

/** What happens on overflow and on division by zero: an error, null, or (overflow of integers only) wrapping. */
export type OverflowMode = 'ansi' | 'try' | 'legacy'
