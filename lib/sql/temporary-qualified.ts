import type { MillraceError } from '../errors.ts'
import { quoteIdentifier } from '../types/ddl/identifier.ts'
import type { Token } from '../types/ddl/tokenizer.ts'
import type { QueryCursor } from './query-cursor.ts'

/** INVALID_TEMP_OBJ_QUALIFIER: what lives for a session is in no schema. @param first the statement's token */
export function temporaryQualified(
  path: readonly string[],
  what: 'VIEW' | 'FUNCTION',
  cursor: QueryCursor,
  first: Token,
): MillraceError {
  const qualifier = path.slice(0, -1).map(quoteIdentifier).join('.')
  const message =
    `Temporary ${what} ${quoteIdentifier(path.at(-1) as string)} cannot be qualified with ${qualifier}. Temporary objects ` +
    'can only be qualified with SESSION or SYSTEM.SESSION.'
  return cursor.fragmentError('INVALID_TEMP_OBJ_QUALIFIER', message, '42602', first, cursor.peek(-1))
}
