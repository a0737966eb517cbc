import { MillraceError } from '../../errors.ts'
import { plainFunction } from './text/text-function.ts'

function part(text: string, delimiter: string, number: number): string {
  if (number === 0) {
    throw new MillraceError(
      'INVALID_INDEX_OF_ZERO',
      'The index 0 is invalid. An index shall be either < 0 or > 0 (the first element has index 1).',
      { sqlState: '22003' },
    )
  }
  const parts = delimiter === '' ? [text] : text.split(delimiter)
  return parts.at(number > 0 ? number - 1 : number) ?? ''
}

export const splitPart = plainFunction(
  {
    name: 'split_part',
    summary: 'The nth of the parts that a delimiter separates; from the end when n is negative.',
    takes: ['string', 'string', 'int'],
    nullable: true,
  },
  part,
)
