import { plainFunction } from './text/text-function.ts'

/** As Java's URLEncoder: a blank is `+`, and only letters, digits and `.-*_` stay. */
export const urlEncode = plainFunction(
  { name: 'url_encode', summary: 'The text as it stands in the query of a URL.', takes: ['string'], nullable: true },
  (text: string) =>
    encodeURIComponent(text)
      .replaceAll('%20', '+')
      .replace(/[!'()~]/g, (symbol) => `%${symbol.charCodeAt(0).toString(16).toUpperCase()}`),
)
