import { roundFunction } from './numeric/round-function.ts'

export const bround = roundFunction(
  'bround',
  'halfEven',
  'The number rounded to some decimals, halves to the even digit.',
)
