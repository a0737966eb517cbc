import { mathFunction } from './numeric/math-function.ts'

export const radians = mathFunction('radians', 'An angle in radians.', (value) => (value / 180) * Math.PI)
