/** Rows by trigger, written as a line: a character for a trigger, as RxJS's marbles have a character for a frame. */
import { MillraceError } from '../errors.ts'
import type { ExpectedRow } from './query-run.ts'
import { rowText } from './row-text.ts'

/** Rows by their character: `{ a: [1, 'x'] }`. */
export type MarbleValues = Readonly<Record<string, ExpectedRow>>

/** What one trigger sees or gives; `failed`: the query ends here. */
export interface MarbleFrame {
  readonly rows: readonly ExpectedRow[]
  readonly failed: boolean
}

/**
 * Reads `' a-(bc)-#'`: `-` is a trigger without rows, `a` one with a row, `(bc)` one with several (one trigger, not as
 * many as it has characters), `#` a query that fails. Spaces are for alignment. A character without a value is itself the
 * only column of its row, a digit as a number.
 *
 * @throws MILLRACE_TEST_QUERY for a group within a group or without its end, with a mark below the place
 */
export function marbleFrames(marbles: string, values: MarbleValues): readonly MarbleFrame[] {
  const frames: MarbleFrame[] = []
  let group: ExpectedRow[] | undefined
  for (const [at, mark] of [...marbles].entries()) {
    if (mark === ' ') continue
    if (mark === '(' ? group : group ? mark === '-' || mark === '#' : mark === ')') throw misplaced(marbles, at)
    if (mark === '(') group = []
    else if (mark === ')') {
      frames.push({ rows: group ?? [], failed: false })
      group = undefined
    } else if (mark === '-' || mark === '#') frames.push({ rows: [], failed: mark === '#' })
    else if (group) group.push(rowOf(mark, values))
    else frames.push({ rows: [rowOf(mark, values)], failed: false })
  }
  if (group) throw misplaced(marbles, marbles.length)
  return frames
}

/** The line of frames; rows that have no character in `values` are `?`. */
export function marblesOf(frames: readonly MarbleFrame[], values: MarbleValues): string {
  const marks = new Map(Object.entries(values).map(([mark, row]) => [rowText(row), mark]))
  const markOf = (row: ExpectedRow): string => {
    const text = rowText(row)
    return marks.get(text) ?? /^\("?(\w)"?\)$/.exec(text)?.[1] ?? '?'
  }
  return frames
    .map(({ rows, failed }) => {
      const line = rows.map(markOf).sort().join('')
      if (failed) return '#'
      return rows.length > 1 ? `(${line})` : line || '-'
    })
    .join('')
}

function rowOf(mark: string, values: MarbleValues): ExpectedRow {
  return values[mark] ?? [/\d/.test(mark) ? Number(mark) : mark]
}

function misplaced(marbles: string, at: number): MillraceError {
  const what = marbles[at] === undefined ? 'A group has no end' : `'${marbles[at]}' has no meaning here`
  return new MillraceError('MILLRACE_TEST_QUERY', `${what}:\n${marbles}\n${' '.repeat(at)}^`)
}
