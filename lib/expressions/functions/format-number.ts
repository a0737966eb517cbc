import { MillraceError } from '../../errors.ts'
import type { SqlValue } from '../../types/data-type.ts'
import { stringType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { BoundCall, ScalarFunction } from '../scalar-function.ts'
import { type DecimalFormat, formatDecimal, parseDecimalFormat } from './numeric/decimal-format.ts'
import { decimalOf } from './numeric/rounding.ts'
import { perCall } from './per-call.ts'

/** A number of decimals, or a pattern. */
const formatOf = perCall((given: number | string): DecimalFormat => {
  if (typeof given === 'number') {
    // Java's DecimalFormat prints no more than 340 decimals.
    const decimals = Math.min(given, 340)
    return { minWhole: 1, minFraction: decimals, maxFraction: decimals, group: 3 }
  }
  const format = parseDecimalFormat(given === '' ? '#,###,###,###,###,###,##0' : given)
  if (format) return format
  throw new MillraceError(
    'MILLRACE_UNSUPPORTED_PATTERN',
    `A number format may have #, 0, commas and a point only: ${given}`,
  )
})

function text(value: SqlValue, call: BoundCall, given: number | string): string {
  const { type } = call.args[0] as Bound
  const format = formatOf(call, given)
  if (typeof value === 'bigint')
    return formatDecimal(value, type.kind === 'decimal' ? type.scale : 0, value < 0n, format)
  const number = value as number
  if (Number.isNaN(number)) return 'NaN'
  if (!Number.isFinite(number)) return number < 0 ? '-∞' : '∞'
  const [digits, scale] = decimalOf(number)
  return formatDecimal(digits, scale, number < 0 || Object.is(number, -0), format)
}

export const formatNumber: ScalarFunction = {
  name: 'format_number',
  summary: 'A number with groups of three digits and so many decimals, or by a pattern.',
  bind: signature({ takes: ['numeric', ['int', 'string']], gives: stringType, nullable: true, exact: true }),
  evaluate: ([value, format], call) =>
    typeof format === 'number' && format < 0 ? null : text(value as SqlValue, call, format as number | string),
}
