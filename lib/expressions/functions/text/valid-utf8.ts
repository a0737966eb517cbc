/** Functions that ask whether bytes are UTF-8, as definitions. */
import type { SqlValue } from '../../../types/data-type.ts'
import { stringType } from '../../../types/types.ts'
import { signature } from '../../binder/signature.ts'
import type { ScalarFunction } from '../../scalar-function.ts'

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * A function of bytes that shall be a text, which a text is always.
 *
 * @param otherwise what bytes give that are none
 */
export function utf8Function(
  name: string,
  summary: string,
  otherwise: (bytes: Uint8Array) => SqlValue,
): ScalarFunction {
  return {
    name,
    summary,
    bind: signature({ takes: [['binary', 'string']], gives: stringType, nullable: true }),
    evaluate([value]) {
      if (typeof value === 'string') return value
      try {
        return strict.decode(value as Uint8Array)
      } catch {
        return otherwise(value as Uint8Array)
      }
    },
  }
}
