/** Strings as JSON text, escaped as Jackson escapes them. */

const named: ReadonlyMap<number, string> = new Map([
  [8, '\\b'],
  [9, '\\t'],
  [10, '\\n'],
  [12, '\\f'],
  [13, '\\r'],
  [34, '\\"'],
  [92, '\\\\'],
])

const hex = (unit: number): string => `\\u${unit.toString(16).toUpperCase().padStart(4, '0')}`

/**
 * `text` in double quotes: control characters, quotes and backslashes escaped, hexadecimal digits in upper case.
 *
 * @param ascii escape every UTF-16 unit above 127 too (`writeNonAsciiCharacterAsCodePoint`)
 */
export function quoteJson(text: string, ascii = false): string {
  let out = '"'
  let from = 0
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit >= 32 && unit !== 34 && unit !== 92 && (!ascii || unit < 128)) continue
    out += text.slice(from, i) + (named.get(unit) ?? hex(unit))
    from = i + 1
  }
  return `${out}${text.slice(from)}"`
}
