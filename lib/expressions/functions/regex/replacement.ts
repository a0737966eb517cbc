/** Replacement texts of Java's `Matcher.appendReplacement`: `$1`, `${name}`, `\$`. */
import type { JavaPattern } from './java-pattern.ts'

/**
 * @param found arguments of the callback of `String.replace`: the match, its groups, …
 * @returns undefined when the replacement names no group
 */
export function expandReplacement(
  replacement: string,
  found: readonly unknown[],
  pattern: JavaPattern,
): string | undefined {
  let text = ''
  for (let at = 0; at < replacement.length; at++) {
    const symbol = replacement[at] as string
    if (symbol === '\\') {
      at++
      if (at === replacement.length) return undefined
      text += replacement[at]
    } else if (symbol === '$') {
      const named = /^\{([a-zA-Z][a-zA-Z0-9]*)\}/.exec(replacement.slice(at + 1))
      const digits = named ? 0 : groupDigits(replacement, at + 1, pattern.groups)
      const group = named ? pattern.names.get(named[1] as string) : Number(replacement.slice(at + 1, at + 1 + digits))
      if (group === undefined || (!named && digits === 0)) return undefined
      text += pattern.groupOf(found, group) ?? ''
      at += named ? named[0].length : digits
    } else text += symbol
  }
  return text
}

/** How many digits name a group: the first must, more are taken while there is such a group. */
function groupDigits(text: string, from: number, groups: number): number {
  if (!/^\d/.test(text.slice(from, from + 1)) || Number(text[from]) > groups) return 0
  let digits = 1
  while (
    /^\d$/.test(text.slice(from + digits, from + digits + 1)) &&
    Number(text.slice(from, from + digits + 1)) <= groups
  )
    digits++
  return digits
}
