import { urlPart } from './text/url-part.ts'

export const parseUrl = urlPart(
  'parse_url',
  false,
  'A part of a URL: HOST, PATH, QUERY, REF, PROTOCOL, FILE, AUTHORITY or USERINFO, or a parameter of its query.',
)
