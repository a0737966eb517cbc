/** to_number and try_to_number. */
import { MillraceError } from '../../../errors.ts'
import type { SqlValue } from '../../../types/data-type.ts'
import { decimalType } from '../../../types/types.ts'
import { castArgument, checkCount } from '../../binder/signature.ts'
import type { Bound } from '../../bound.ts'
import type { ScalarFunction } from '../../scalar-function.ts'
import { perCall } from '../per-call.ts'
import { formatDigits, numberFormat, numberReader } from './number-format.ts'

const readerOf = perCall((format: string) => numberReader(numberFormat(format)))

/** @param lenient null for what does not fit the format */
export function parseNumberFunction(name: string, lenient: boolean, summary: string): ScalarFunction {
  return {
    name,
    summary,
    bind(args, context) {
      checkCount(args, 2, 2, context)
      const [text, format] = args.map((arg: Bound, at) => castArgument(arg, at, 'string', context)) as [Bound, Bound]
      const wanted = context.constant(format, 'format')
      const { precision, scale } =
        wanted === null ? { precision: 38, scale: 0 } : formatDigits(numberFormat(`${wanted}`))
      return {
        args: [text, format],
        type: decimalType(precision, scale),
        nullable: lenient || text.nullable || format.nullable,
      }
    },
    evaluate([text, format], call): SqlValue {
      const value = readerOf(call, format as string)(text as string)
      if (value !== undefined) return value
      if (lenient) return null
      throw new MillraceError(
        'INVALID_FORMAT.MISMATCH_INPUT',
        `The format is invalid: '${format}'. The input "STRING" '${text}' does not match the format.`,
        { sqlState: '42601' },
      )
    },
  }
}
