import { mathFunction } from './numeric/math-function.ts'
import { sine } from './numeric/trigonometry.ts'

export const csc = mathFunction('csc', 'The cosecant: 1 / sin.', (value) => 1 / sine(value))
