import { repeatText } from './text/size-limit.ts'
import { plainFunction } from './text/text-function.ts'

export const repeat = plainFunction(
  { name: 'repeat', summary: 'The text several times.', takes: ['string', 'int'] },
  (text: string, times: number) => repeatText(text, times),
)
