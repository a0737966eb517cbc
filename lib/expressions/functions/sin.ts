import { mathFunction } from './numeric/math-function.ts'

export const sin = mathFunction('sin', 'The sine.', Math.sin)
