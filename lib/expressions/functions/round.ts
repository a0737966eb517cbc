import { roundFunction } from './numeric/round-function.ts'

export const round = roundFunction('round', 'halfUp', 'The number rounded to some decimals, halves away from zero.')
