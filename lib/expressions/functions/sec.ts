import { mathFunction } from './numeric/math-function.ts'
import { cosine } from './numeric/trigonometry.ts'

export const sec = mathFunction('sec', 'The secant: 1 / cos.', (value) => 1 / cosine(value))
