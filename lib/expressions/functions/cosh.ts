import { cosh as of } from './numeric/fdlibm.ts'
import { mathFunction } from './numeric/math-function.ts'

export const cosh = mathFunction('cosh', 'The hyperbolic cosine.', of)
