import { logFunction } from './numeric/math-function.ts'

// Spark divides natural logarithms, where Math.log2 would be exact.
export const log2 = logFunction(
  'log2',
  'The logarithm to base 2; null up to 0.',
  0,
  (value) => Math.log(value) / Math.log(2),
)
