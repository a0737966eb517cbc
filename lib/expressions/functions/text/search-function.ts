/** contains, startswith and endswith as function definitions. */

import { utf8Of } from '../../../columnar/bytes.ts'
import { booleanType } from '../../../types/types.ts'
import { sameType } from '../../binder/operands.ts'
import { castArgument, checkCount } from '../../binder/signature.ts'
import type { OfBytes } from '../../code/bytes.ts'
import type { ScalarFunction } from '../../scalar-function.ts'

/** Text is searched for text, binary for binary. */
export function searchFunction(
  name: string,
  summary: string,
  onText: (text: string, part: string) => boolean,
  onBytes: OfBytes<boolean>,
): ScalarFunction {
  return {
    name,
    summary,
    bind(given, context) {
      checkCount(given, 2, 2, context)
      const binary = given.every(({ type }) => type.kind === 'binary' || type.kind === 'null')
      const same = binary ? sameType(given, context) : given
      const args = same.map((arg, at) => castArgument(arg, at, binary ? 'binary' : 'string', context))
      return { args, type: booleanType, nullable: args.some((arg) => arg.nullable) }
    },
    evaluate([text, part]) {
      if (typeof text === 'string') return onText(text, part as string)
      const a = text as Uint8Array
      const b = part as Uint8Array
      return onBytes(a, 0, a.length, b, 0, b.length)
    },
    emit(emitter, [text, part]) {
      if (!text?.bytes || !part?.bytes) return undefined
      const args = [text.bytes, part.bytes].map(({ data, offset, length }) => `${data}, ${offset}, ${length}`)
      return { type: booleanType, value: `${emitter.constant(onBytes)}(${args.join(', ')})`, isNull: undefined }
    },
  }
}

/** UTF-8 of a text, where bytes and text meet. */
export const bytesOf = (value: string | Uint8Array) => (typeof value === 'string' ? utf8Of(value) : value)
