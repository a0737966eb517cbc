import { urlPart } from './text/url-part.ts'

export const tryParseUrl = urlPart('try_parse_url', true, 'As parse_url, but null for what is no URL.')
