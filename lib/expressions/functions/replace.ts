import { plainFunction } from './text/text-function.ts'

export const replace = plainFunction(
  {
    name: 'replace',
    summary: 'The text with each occurrence of a part replaced by another, or removed.',
    takes: ['string', 'string', 'string'],
    optional: 1,
  },
  (text: string, part: string, by: string | undefined) => (part === '' ? text : text.replaceAll(part, () => by ?? '')),
)
