import { booleanType } from '../../types/types.ts'
import { plainFunction } from './text/text-function.ts'

/** Every second digit from the right is doubled, nine taken off beyond nine; the sum ends in 0. */
function isValid(digits: string): boolean {
  if (!/^[0-9]+$/.test(digits)) return false
  let sum = 0
  for (let at = digits.length - 1, doubled = false; at >= 0; at--, doubled = !doubled) {
    const digit = digits.charCodeAt(at) - 48
    sum += doubled ? (digit > 4 ? digit * 2 - 9 : digit * 2) : digit
  }
  return sum % 10 === 0
}

export const luhnCheck = plainFunction(
  {
    name: 'luhn_check',
    summary: 'Whether a text of digits passes the Luhn check, as numbers of cards do.',
    takes: ['string'],
    gives: booleanType,
    nullable: true,
  },
  isValid,
)
