import { extreme } from './comparison/extreme.ts'

export const greatest = extreme('greatest', 1, 'The largest of the values that are not null.')
