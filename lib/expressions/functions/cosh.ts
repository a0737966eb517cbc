import { mathFunction } from './numeric/math-function.ts'

export const cosh = mathFunction('cosh', 'The hyperbolic cosine.', Math.cosh)
