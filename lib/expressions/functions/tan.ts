import { mathFunction } from './numeric/math-function.ts'

export const tan = mathFunction('tan', 'The tangent.', Math.tan)
