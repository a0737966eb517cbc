import { mathFunction } from './numeric/math-function.ts'

export const atan = mathFunction('atan', 'The inverse tangent.', Math.atan)
