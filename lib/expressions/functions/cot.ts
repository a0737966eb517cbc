import { mathFunction } from './numeric/math-function.ts'
import { tangent } from './numeric/trigonometry.ts'

export const cot = mathFunction('cot', 'The cotangent: 1 / tan.', (value) => 1 / tangent(value))
