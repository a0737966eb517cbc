import { intType } from '../../types/types.ts'
import { positionOf } from './locate.ts'
import { plainFunction } from './text/text-function.ts'
import { bytesArguments, positionOfBytes } from './text/text-scratch.ts'

export const instr = plainFunction(
  {
    name: 'instr',
    summary: 'The position (from 1) of the second text in the first, 0 when it is not in it.',
    takes: ['string', 'string'],
    gives: intType,
  },
  (text: string, part: string) => positionOf(part, text),
  (emitter, [text, part]) => {
    if (!text?.bytes || !part?.bytes) return undefined
    const args = `${bytesArguments(text.bytes)}, ${bytesArguments(part.bytes)}`
    return { type: intType, value: `${emitter.constant(positionOfBytes)}(${args})`, isNull: undefined }
  },
)
