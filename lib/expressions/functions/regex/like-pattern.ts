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

/** What a pattern asks for where `%` stands only at its ends (Spark: LikeSimplification). */
export interface SimpleLike {
  readonly kind: 'is' | 'begins' | 'ends' | 'contains'
  readonly text: string
}

/** undefined = the pattern is no simple one. */
export function simpleLike(pattern: string, escapedBy: string): SimpleLike | undefined {
  const parts = /^(%*)([^%_]*)(%*)$/.exec(pattern)
  if (!parts || pattern.includes(escapedBy)) return undefined
  const [, before, text = '', after] = parts
  if (before === '') return { kind: after === '' ? 'is' : 'begins', text }
  // Of `%` alone the first group takes all: everything contains nothing.
  return { kind: after === '' && text !== '' ? 'ends' : 'contains', text }
}

const quoted = (symbol: string) => (special.test(symbol) ? `\\${symbol}` : symbol)

function badEscape(subclass: string, pattern: string, detail: string): MillraceError {
  return new MillraceError(`INVALID_FORMAT.${subclass}`, `The format is invalid: '${pattern}'. ${detail}`, {
    sqlState: '42601',
  })
}
