import { plainFunction } from './text/text-function.ts'
import { scratchMethod } from './text/text-scratch.ts'

export const upper = plainFunction(
  { name: 'upper', aliases: ['ucase'], summary: 'The text in capitals.', takes: ['string'] },
  (text: string) => text.toUpperCase(),
  scratchMethod('upper'),
)
