import { mathFunction } from './numeric/math-function.ts'

export const asinh = mathFunction('asinh', 'The inverse hyperbolic sine.', Math.asinh)
