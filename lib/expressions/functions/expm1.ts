import { mathFunction } from './numeric/math-function.ts'

export const expm1 = mathFunction('expm1', 'e to the power of a number, less one.', Math.expm1)
