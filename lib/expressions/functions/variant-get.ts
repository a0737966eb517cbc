import { getFunction } from './variant/get-function.ts'

export const variantGet = getFunction(
  'variant_get',
  "What a path (`$.a[0]['b']`) leads to in a variant, as a value of a type; an error when it cannot be cast.",
  'ansi',
)
