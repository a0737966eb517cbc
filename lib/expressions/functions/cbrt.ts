import { cbrt as of } from './numeric/fdlibm.ts'
import { mathFunction } from './numeric/math-function.ts'

export const cbrt = mathFunction('cbrt', 'The cube root.', of)
