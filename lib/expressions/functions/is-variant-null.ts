import type { SqlValue } from '../../types/data-type.ts'
import { booleanType } from '../../types/types.ts'
import { Variant } from '../../types/variant/variant.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'

export const isVariantNull: ScalarFunction = {
  name: 'is_variant_null',
  summary: "Whether a variant is JSON's null; false for SQL's NULL.",
  bind: signature({ takes: ['variant'], gives: booleanType, nullable: false, exact: true }),
  nulls: 'custom',
  evaluate: ([value]) => value !== null && Variant.of(value as SqlValue).kind === 'null',
}
