import { intType } from '../../types/types.ts'
import { plainFunction } from './text/text-function.ts'

/** A text with a comma is in no list. */
function position(text: string, list: string): number {
  return text.includes(',') ? 0 : list.split(',').indexOf(text) + 1
}

export const findInSet = plainFunction(
  {
    name: 'find_in_set',
    summary: 'The position (from 1) of a text in a list with commas between its entries; 0 when it is not there.',
    takes: ['string', 'string'],
    gives: intType,
  },
  position,
)
