import { mathFunction } from './numeric/math-function.ts'

export const cos = mathFunction('cos', 'The cosine.', Math.cos)
