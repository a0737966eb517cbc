import { mathFunction } from './numeric/math-function.ts'
import { roundHalfEven } from './numeric/rounding.ts'

export const rint = mathFunction('rint', 'The nearest whole number as DOUBLE, halves to the even one.', roundHalfEven)
