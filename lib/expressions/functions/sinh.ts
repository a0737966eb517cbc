import { mathFunction } from './numeric/math-function.ts'

export const sinh = mathFunction('sinh', 'The hyperbolic sine.', Math.sinh)
