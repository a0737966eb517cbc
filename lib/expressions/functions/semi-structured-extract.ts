import { MillraceError } from '../../errors.ts'
import { quoteIfNeeded } from '../../types/ddl/identifier.ts'
import { variantType } from '../../types/types.ts'
import { parseVariantPath } from '../../types/variant/variant-path.ts'
import { checkCount } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import { boundText } from '../bound-text.ts'
import { callText } from '../call-text.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { variantGet } from './variant-get.ts'

function lastName(path: string): string | undefined {
  return parseVariantPath(path)?.findLast((step) => typeof step === 'string')
}

/** `v:a.b[0]`, whose path the parser gives: variant_get of it. */
export const semiStructuredExtract: ScalarFunction = {
  name: 'semi_structured_extract',
  summary: 'The operator `variant:path`: what a path leads to in a variant.',
  bind(args, context) {
    checkCount(args, 2, 2, context)
    const [input, path] = args as readonly [Bound, Bound]
    if (input.type.kind !== 'variant' && input.type.kind !== 'null') {
      throw new MillraceError(
        'COLUMN_IS_NOT_VARIANT_TYPE',
        'The semi-structured extraction operator (`:`) can only be applied to a column of the VARIANT type.',
        { sqlState: '42K09' },
      )
    }
    const name = path.kind === 'literal' ? lastName(path.value as string) : undefined
    const call = callText('variant_get', [boundText(input), boundText(path)])
    // Spark gives it the name within expressions, too, and shows it there.
    const text = name === undefined ? call : `${call} AS ${quoteIfNeeded(name)}`
    return { name: variantGet.name, args, type: variantType, nullable: true, data: { zone: context.zone }, text }
  },
  evaluate: variantGet.evaluate,
}
