import { decodeUrl } from './text/decode-url.ts'
import { plainFunction } from './text/text-function.ts'

export const tryUrlDecode = plainFunction(
  {
    name: 'try_url_decode',
    summary: 'The text that a part of a URL means; null when it is malformed.',
    takes: ['string'],
    nullable: true,
  },
  (text: string) => decodeUrl(text) ?? null,
)
