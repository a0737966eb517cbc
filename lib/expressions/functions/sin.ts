import { mathFunction } from './numeric/math-function.ts'
import { sine } from './numeric/trigonometry.ts'

export const sin = mathFunction('sin', 'The sine.', sine)
