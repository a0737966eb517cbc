import { parseNumberFunction } from './numeric/parse-number-function.ts'

export const toNumber = parseNumberFunction('to_number', false, 'The number that a text has by a format.')
