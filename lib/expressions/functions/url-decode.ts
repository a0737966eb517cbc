import { MillraceError } from '../../errors.ts'
import { decodeUrl } from './text/decode-url.ts'
import { plainFunction } from './text/text-function.ts'

export const urlDecode = plainFunction(
  { name: 'url_decode', summary: 'The text that a part of a URL means.', takes: ['string'], nullable: true },
  (text: string) => {
    const decoded = decodeUrl(text)
    if (decoded !== undefined) return decoded
    throw new MillraceError(
      'CANNOT_DECODE_URL',
      `The provided URL cannot be decoded: ${text}. Please ensure that the URL is properly formatted and try again.`,
      { sqlState: '22546', parameters: { url: text } },
    )
  },
)
