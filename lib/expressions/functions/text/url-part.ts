/** parse_url and try_parse_url. */
import { MillraceError } from '../../../errors.ts'
import { stringType } from '../../../types/types.ts'
import { signature } from '../../binder/signature.ts'
import type { ScalarFunction } from '../../scalar-function.ts'
import { parseUri, type UriParts } from './java-uri.ts'

function partOf(uri: UriParts, part: string): string | null {
  switch (part) {
    case 'HOST':
      return uri.host
    case 'PATH':
      return uri.path
    case 'QUERY':
      return uri.query
    case 'REF':
      return uri.fragment
    case 'PROTOCOL':
      return uri.scheme
    case 'FILE':
      return uri.path !== null && uri.query !== null ? `${uri.path}?${uri.query}` : uri.path
    case 'AUTHORITY':
      return uri.authority
    case 'USERINFO':
      return uri.userInfo
    default:
      return null
  }
}

/** The value of a parameter of the query. */
function parameter(query: string | null, key: string): string | null {
  const pair = query?.split('&').find((one) => one.startsWith(`${key}=`))
  return pair === undefined ? null : pair.slice(key.length + 1)
}

/** @param lenient null for what is no URL, whatever the mode */
export function urlPart(name: string, lenient: boolean, summary: string): ScalarFunction {
  return {
    name,
    summary,
    bind: signature({ takes: ['string', 'string', 'string'], optional: 1, gives: stringType, nullable: true }),
    evaluate(args, _, evaluation) {
      const [url, part, key] = args as readonly [string, string, string | undefined]
      const uri = parseUri(url)
      if (!uri) {
        if (lenient || !evaluation.ansi) return null
        throw new MillraceError(
          'INVALID_URL',
          `The url is invalid: ${url}. Use \`try_parse_url\` to tolerate invalid URL and return NULL instead.`,
          { sqlState: '22P02', parameters: { url } },
        )
      }
      if (key === undefined) return partOf(uri, part)
      return part === 'QUERY' ? parameter(uri.query, key) : null
    },
  }
}
