import { intType } from '../../types/types.ts'
import { positionOf } from './locate.ts'
import { plainFunction } from './text/text-function.ts'

export const instr = plainFunction(
  {
    name: 'instr',
    summary: 'The position (from 1) of the second text in the first, 0 when it is not in it.',
    takes: ['string', 'string'],
    gives: intType,
  },
  (text: string, part: string) => positionOf(part, text),
)
