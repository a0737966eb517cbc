import { plainFunction } from './text/text-function.ts'

export const repeat = plainFunction(
  { name: 'repeat', summary: 'The text several times.', takes: ['string', 'int'] },
  (text: string, times: number) => text.repeat(Math.max(0, times)),
)
