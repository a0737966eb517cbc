import { atanh as of } from './numeric/fdlibm.ts'
import { mathFunction } from './numeric/math-function.ts'

export const atanh = mathFunction('atanh', 'The inverse hyperbolic tangent.', of)
