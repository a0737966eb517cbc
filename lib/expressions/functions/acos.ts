import { mathFunction } from './numeric/math-function.ts'

export const acos = mathFunction('acos', 'The inverse cosine.', Math.acos)
