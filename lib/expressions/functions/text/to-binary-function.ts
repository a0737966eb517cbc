/** to_binary and try_to_binary as definitions. */
import { utf8Of } from '../../../columnar/bytes.ts'
import { MillraceError } from '../../../errors.ts'
import { binaryType } from '../../../types/types.ts'
import { mismatch } from '../../binder/mismatch.ts'
import { castArgument, checkCount } from '../../binder/signature.ts'
import type { Bound } from '../../bound.ts'
import type { ScalarFunction } from '../../scalar-function.ts'
import { bytesOfHex } from '../unhex.ts'
import { fromBase64 } from './base64.ts'

type Reader = (text: string) => Uint8Array | null | undefined

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['hex', bytesOfHex],
  ['base64', strictBase64],
  ['utf-8', utf8Of],
  ['utf8', utf8Of],
])

/**
 * Base64 as Spark's `UnBase64.isValidBase64` takes it: digits in groups of four, white space between them left out, the
 * last group padded or not.
 */
function strictBase64(text: string): Uint8Array | undefined {
  const end = text.indexOf('=')
  const digits = end < 0 ? text.replace(/\s/g, '') : text.slice(0, end).replace(/\s/g, '') + text.slice(end)
  const padded = end < 0 ? 0 : text.length - end
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(digits)) return undefined
  if (padded > 0 ? digits.length % 4 !== 0 : digits.length % 4 === 1) return undefined
  return fromBase64(digits)
}

function malformed(text: string, format: string): MillraceError {
  return new MillraceError(
    'CONVERSION_INVALID_INPUT',
    `The value '${text}' ('${format.toUpperCase()}') cannot be converted to "BINARY" because it is malformed. Correct the ` +
      'value as per the syntax, or change its format. Use `try_to_binary` to tolerate malformed input and return NULL instead.',
    { sqlState: '22018' },
  )
}

/** @param lenient null for what is malformed, and for formats that there are not */
export function toBinaryFunction(name: string, lenient: boolean, summary: string): ScalarFunction {
  return {
    name,
    summary,
    bind(given, context) {
      checkCount(given, 1, 2, context)
      const args = given.map((arg, at) => castArgument(arg, at, 'string', context))
      const format = args[1] ? context.constant(args[1] as Bound, 'fmt') : 'hex'
      if (!lenient && format !== null && !readers.has(String(format).toLowerCase())) {
        throw mismatch(
          context,
          'INVALID_ARG_VALUE',
          "The fmt value must to be a case-insensitive \"STRING\" literal of 'hex', 'utf-8', 'utf8', or 'base64', but got " +
            `'${format}'.`,
        )
      }
      const nullable = lenient || String(format).toLowerCase() !== 'base64' || args.some((arg) => arg.nullable)
      return { args, type: binaryType, nullable, data: format }
    },
    evaluate([text], call) {
      const format = String(call.data).toLowerCase()
      const bytes = readers.get(format)?.(text as string)
      if (bytes) return bytes
      if (lenient) return null
      throw malformed(text as string, format)
    },
  }
}
