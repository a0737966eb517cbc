import { mathFunction } from './numeric/math-function.ts'

export const degrees = mathFunction('degrees', 'An angle in degrees.', (value) => value * (180 / Math.PI))
