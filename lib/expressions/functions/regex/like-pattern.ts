/** LIKE patterns as regular expressions (Spark's `StringUtils.escapeLikeRegex`). */
import { MillraceError } from '../../../errors.ts'

const special = /[\\^$.*+?()[\]{}|/]/

/**
 * @param flags `''`, or `i` for ILIKE
 * @throws INVALID_FORMAT.ESC_IN_THE_MIDDLE, INVALID_FORMAT.ESC_AT_THE_END
 */
export function likePattern(pattern: string, escapedBy = '\\', flags = ''): RegExp {
  let source = ''
  const symbols = [...pattern]
  for (let at = 0; at < symbols.length; at++) {
    const symbol = symbols[at] as string
    if (symbol === escapedBy) {
      const next = symbols[++at]
      if (next === undefined)
        throw badEscape('ESC_AT_THE_END', pattern, 'the escape character is not allowed to end with.')
      if (next !== '_' && next !== '%' && next !== escapedBy) {
        throw badEscape('ESC_IN_THE_MIDDLE', pattern, `the escape character is not allowed to precede '${next}'.`)
      }
      source += quoted(next)
    } else if (symbol === '%') source += '[^]*'
    else source += symbol === '_' ? '[^]' : quoted(symbol)
  }
  return new RegExp(`^(?:${source})$`, `u${flags}`)
}

const quoted = (symbol: string) => (special.test(symbol) ? `\\${symbol}` : symbol)

function badEscape(subclass: string, pattern: string, detail: string): MillraceError {
  return new MillraceError(`INVALID_FORMAT.${subclass}`, `The format is invalid: '${pattern}'. ${detail}`, {
    sqlState: '42601',
  })
}
