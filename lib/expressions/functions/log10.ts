import { logFunction } from './numeric/math-function.ts'

export const log10 = logFunction('log10', 'The logarithm to base 10; null up to 0.', 0, Math.log10)
