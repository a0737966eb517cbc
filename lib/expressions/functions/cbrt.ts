import { mathFunction } from './numeric/math-function.ts'

export const cbrt = mathFunction('cbrt', 'The cube root.', Math.cbrt)
