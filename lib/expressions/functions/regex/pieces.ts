/**
 * Java's `String.split(regex, limit)`; an empty match at the beginning splits nothing off, a limit up to 0 is none.
 *
 * @param pattern with the global flag
 */
export function pieces(text: string, pattern: RegExp, limit: number): string[] {
  if (text === '') return ['']
  const parts: string[] = []
  let from = 0
  for (const match of text.matchAll(pattern)) {
    if (limit > 0 && parts.length === limit - 1) break
    const end = match.index + match[0].length
    if (end === 0) continue
    parts.push(text.slice(from, match.index))
    from = end
  }
  parts.push(text.slice(from))
  return parts
}

/** Spark splits by the empty pattern into characters without an empty last part. */
export function characters(text: string, limit: number): string[] {
  const symbols = [...text]
  if (limit <= 0 || symbols.length <= limit) return symbols.length === 0 ? [''] : symbols
  return [...symbols.slice(0, limit - 1), symbols.slice(limit - 1).join('')]
}
