import { plainFunction } from './text/text-function.ts'

export const quote = plainFunction(
  { name: 'quote', summary: 'The text in single quotes, those in it escaped.', takes: ['string'], nullable: true },
  (text: string) => `'${text.replaceAll("'", "\\'")}'`,
)
