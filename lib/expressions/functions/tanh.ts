import { mathFunction } from './numeric/math-function.ts'

export const tanh = mathFunction('tanh', 'The hyperbolic tangent.', Math.tanh)
