import { parseNumberFunction } from './numeric/parse-number-function.ts'

export const tryToNumber = parseNumberFunction('try_to_number', true, 'As to_number, but null for other texts.')
