import { tanh as of } from './numeric/fdlibm.ts'
import { mathFunction } from './numeric/math-function.ts'

export const tanh = mathFunction('tanh', 'The hyperbolic tangent.', of)
