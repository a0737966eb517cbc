import type { SqlValue } from '../../types/data-type.ts'
import { variantType } from '../../types/types.ts'
import { Variant } from '../../types/variant/variant.ts'
import { withoutNulls } from '../../types/variant/variant-edit.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'

export const variantStripNulls: ScalarFunction = {
  name: 'variant_strip_nulls',
  summary:
    'A variant without null fields and, unless the second argument is false, without null elements, at any depth.',
  bind: signature({ takes: ['variant', 'boolean'], optional: 1, gives: variantType, exact: true }),
  evaluate: ([variant, elements = true]) => withoutNulls(Variant.of(variant as SqlValue), elements === true),
}
