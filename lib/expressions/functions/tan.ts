import { mathFunction } from './numeric/math-function.ts'
import { tangent } from './numeric/trigonometry.ts'

export const tan = mathFunction('tan', 'The tangent.', tangent)
