import { logFunction } from './numeric/math-function.ts'

export const ln = logFunction('ln', 'The natural logarithm; null up to 0.', 0, Math.log)
