/** parse_json and try_parse_json. */
import { MillraceError } from '../../../errors.ts'
import { JsonFailure } from '../../../formats/json/json-cursor.ts'
import { parseJsonVariant } from '../../../formats/json/json-variant.ts'
import { malformedText } from '../../../formats/json/malformed-record.ts'
import { variantType } from '../../../types/types.ts'
import { VariantTooLarge } from '../../../types/variant/variant-builder.ts'
import { variantTooLarge } from '../../../types/variant/variant-layout.ts'
import { signature } from '../../binder/signature.ts'
import type { ScalarFunction } from '../../scalar-function.ts'

/** @param lenient whether text that is not JSON gives NULL instead of an error */
export function parseFunction(name: string, summary: string, lenient: boolean): ScalarFunction {
  return {
    name,
    summary,
    bind: signature({ takes: ['string'], gives: variantType, exact: true, ...(lenient ? { nullable: true } : {}) }),
    evaluate([text]) {
      try {
        return parseJsonVariant(text as string)
      } catch (error) {
        const failure = explained(error, text as string)
        if (failure === undefined) throw error
        if (lenient) return null
        throw failure
      }
    },
  }
}

/** The error of text that is not JSON, or not a variant's. */
function explained(error: unknown, text: string): MillraceError | undefined {
  if (error instanceof VariantTooLarge) return variantTooLarge('parse_json')
  if (error instanceof JsonFailure) return malformedText(text, error)
  return error instanceof MillraceError ? malformedText(text, error) : undefined
}
