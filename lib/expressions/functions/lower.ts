import { plainFunction } from './text/text-function.ts'
import { scratchMethod } from './text/text-scratch.ts'

export const lower = plainFunction(
  { name: 'lower', aliases: ['lcase'], summary: 'The text in small letters.', takes: ['string'] },
  (text: string) => text.toLowerCase(),
  scratchMethod('lower'),
)
