import { ceilFunction } from './numeric/ceil-function.ts'

export const floor = ceilFunction('floor', [], 'floor', 'The largest whole number that is not above a number.')
