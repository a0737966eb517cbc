/**
 * Names like a pattern of SHOW TABLES: `*` for any text, `|` between alternatives, without case (Spark:
 * StringUtils.filterPattern).
 *
 * @param pattern undefined: all names
 */
export function namePattern(pattern: string | undefined): (name: string) => boolean {
  if (pattern === undefined) return () => true
  const alternatives = pattern
    .trim()
    .split('|')
    .map((one) => new RegExp(`^${one.split('*').map(quoted).join('.*')}$`, 'i'))
  return (name) => alternatives.some((one) => one.test(name))
}

function quoted(text: string): string {
  return text.replace(/[.+?^${}()[\]\\]/g, '\\$&')
}
