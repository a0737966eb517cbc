/** URLs in parts, as Java's `java.net.URI` takes them. */

export interface UriParts {
  readonly scheme: string | null
  readonly authority: string | null
  readonly userInfo: string | null
  readonly host: string | null
  readonly path: string | null
  readonly query: string | null
  readonly fragment: string | null
}

/** Not in a URI: blanks, controls, a few of ASCII, and `%` without two digits behind it. */
const illegal = /[\s\p{Cc}\p{Z}"<>\\^`{|}]|%(?![0-9a-fA-F]{2})/u
const parts = /^(?:([^:/?#]+):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s
const hostName = /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?\.)*[a-zA-Z](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?\.?$/
const address = /^\d{1,3}(?:\.\d{1,3}){3}$/

/** @returns undefined when it is none */
export function parseUri(text: string): UriParts | undefined {
  if (illegal.test(text)) return undefined
  const [, scheme, authority, path = '', query, fragment] = parts.exec(text) ?? []
  if (scheme !== undefined && !/^[a-zA-Z][a-zA-Z0-9+.-]*$/.test(scheme)) return undefined
  if (/[[\]]/.test(path) || fragment?.includes('#')) return undefined
  const opaque = scheme !== undefined && authority === undefined && !path.startsWith('/')
  if (opaque) {
    if (path === '' && query === undefined) return undefined
    const none = { authority: null, userInfo: null, host: null, path: null, query: null }
    return { scheme, ...none, fragment: fragment ?? null }
  }
  // `http://` without anything behind it has no authority where one is expected.
  if (authority === '' && path === '') return undefined
  return {
    scheme: scheme ?? null,
    authority: authority || null,
    ...server(authority ?? ''),
    path,
    query: query ?? null,
    fragment: fragment ?? null,
  }
}

/** Host and user of an authority; one that is no server's has neither. */
function server(authority: string): Pick<UriParts, 'host' | 'userInfo'> {
  const [, userInfo, host = ''] = /^(?:([^@]*)@)?(\[[^\]]*\]|[^:]*)(?::\d*)?$/.exec(authority) ?? []
  if (!hostName.test(host) && !address.test(host) && !host.startsWith('[')) return { host: null, userInfo: null }
  return { host, userInfo: userInfo ?? null }
}
