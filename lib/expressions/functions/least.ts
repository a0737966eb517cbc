import { extreme } from './comparison/extreme.ts'

export const least = extreme('least', -1, 'The smallest of the values that are not null.')
