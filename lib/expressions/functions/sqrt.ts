import { mathFunction } from './numeric/math-function.ts'

export const sqrt = mathFunction('sqrt', 'The square root; NaN of negative numbers.', Math.sqrt)
