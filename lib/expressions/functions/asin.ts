import { mathFunction } from './numeric/math-function.ts'

export const asin = mathFunction('asin', 'The inverse sine.', Math.asin)
