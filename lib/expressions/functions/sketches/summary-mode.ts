/** How a Tuple sketch puts the numbers of one key together. */

export const summaryModes = ['sum', 'min', 'max', 'alwaysone'] as const

/** The place of a mode in `summaryModes`, which is its form in bytes. */
export type SummaryMode = 0 | 1 | 2 | 3

/** Numbers of a Tuple sketch: DOUBLE, or INT that overflows silently. */
export type SummaryKind = 'double' | 'integer'

/** Two numbers of one key, the earlier first. */
export function summed(held: number, added: number, mode: SummaryMode, kind: SummaryKind): number {
  if (mode === 0) return kind === 'integer' ? (held + added) | 0 : held + added
  if (mode === 3) return 1
  // NaN is neither: it does not replace what is there.
  const better = mode === 1 ? added < held : added > held
  return better ? added : held
}

/** What a key has before its first number. */
export function firstSummary(mode: SummaryMode, kind: SummaryKind): number {
  const whole = kind === 'integer'
  return [0, whole ? 2147483647 : Infinity, whole ? -2147483648 : -Infinity, 1][mode] as number
}
