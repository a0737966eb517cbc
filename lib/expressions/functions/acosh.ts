import { mathFunction } from './numeric/math-function.ts'

export const acosh = mathFunction('acosh', 'The inverse hyperbolic cosine; NaN below 1.', Math.acosh)
