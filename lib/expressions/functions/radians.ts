import { mathFunction } from './numeric/math-function.ts'

/** Java's constant: the quotient is rounded once. */
const radiansPerDegree = 0.017453292519943295

export const radians = mathFunction('radians', 'An angle in radians.', (value) => value * radiansPerDegree)
