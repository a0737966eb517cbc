import type { MillraceError } from '../errors.ts'
import type { TokenCursor } from '../types/ddl/token-cursor.ts'

/**
 * MILLRACE_SQL_NOT_YET at the cursor: Spark's grammar has it, this one has not.
 *
 * @param what the clause or statement, as Spark writes it
 */
export function notYet(cursor: TokenCursor, what: string): MillraceError {
  return cursor.error(
    'MILLRACE_SQL_NOT_YET',
    `This part of SQL is not there yet; leave it out, or use a method of the frame where there is one: ${what}`,
    undefined,
    cursor.peek(),
  )
}
