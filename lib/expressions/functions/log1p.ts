import { logFunction } from './numeric/math-function.ts'

export const log1p = logFunction(
  'log1p',
  'The natural logarithm of one more than a number; null up to -1.',
  -1,
  Math.log1p,
)
