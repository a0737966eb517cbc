import { mathFunction } from './numeric/math-function.ts'
import { cosine } from './numeric/trigonometry.ts'

export const cos = mathFunction('cos', 'The cosine.', cosine)
