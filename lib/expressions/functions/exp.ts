import { exp as of } from './numeric/fdlibm.ts'
import { mathFunction } from './numeric/math-function.ts'

export const exp = mathFunction('exp', 'e to the power of a number.', of)
