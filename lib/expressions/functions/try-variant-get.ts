import { getFunction } from './variant/get-function.ts'

export const tryVariantGet = getFunction(
  'try_variant_get',
  "What a path (`$.a[0]['b']`) leads to in a variant, as a value of a type; null when it cannot be cast.",
  'try',
)
