import { mathFunction } from './numeric/math-function.ts'

export const exp = mathFunction('exp', 'e to the power of a number.', Math.exp)
