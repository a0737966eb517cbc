import { booleanType } from '../../types/types.ts'
import { isValidVariant as isValid } from '../../types/variant/is-valid-variant.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'

export const isValidVariant: ScalarFunction = {
  name: 'is_valid_variant',
  summary: 'Whether the bytes of a variant are well-formed at every depth.',
  bind: signature({ takes: ['variant'], gives: booleanType, exact: true }),
  evaluate([value]) {
    const [bytes, metadata] = value as readonly [Uint8Array, Uint8Array]
    return isValid(bytes, metadata)
  },
}
