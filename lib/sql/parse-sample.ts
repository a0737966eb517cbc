/** TABLESAMPLE behind a relation. */

import type { MillraceError } from '../errors.ts'
import type { Expression } from '../expressions/expression.ts'
import type { Token } from '../types/ddl/tokenizer.ts'
import type { QueryCursor } from './query-cursor.ts'
import type { Sample } from './statement.ts'

/**
 * `TABLESAMPLE (10 PERCENT) [REPEATABLE (seed)]`, `(5 ROWS)`, `(BUCKET 1 OUT OF 4)`; undefined where there is none.
 *
 * @throws PARSE_SYNTAX_ERROR, INVALID_SQL_SYNTAX.*, _LEGACY_ERROR_TEMP_* as Spark's parser
 */
export function parseSample(cursor: QueryCursor): Sample | undefined {
  if (!cursor.isWord('TABLESAMPLE') || cursor.peek(1).kind === 'end') return undefined
  const first = cursor.at
  cursor.next()
  cursor.expectSymbol('(')
  if (cursor.takeSymbol(')')) {
    throw refused('_LEGACY_ERROR_TEMP_0014', 'TABLESAMPLE does not accept empty inputs.', cursor, first)
  }
  const method =
    cursor.isWord('BUCKET') && cursor.peek(1).kind === 'number' ? bucket(cursor, first) : amount(cursor, first)
  cursor.expectSymbol(')')
  let seed: bigint | undefined
  if (cursor.isWord('REPEATABLE') && cursor.isSymbol('(', 1)) {
    cursor.at += 2
    seed = BigInt(cursor.next().text)
    cursor.expectSymbol(')')
  }
  return { ...method, seed, place: { first, last: cursor.at } }
}

type Method = Pick<Sample, 'fraction' | 'rows'>

function bucket(cursor: QueryCursor, first: number): Method {
  cursor.next()
  const part = Number(cursor.next().text)
  cursor.expectWord('OUT')
  cursor.expectWord('OF')
  const parts = Number(cursor.next().text)
  if (cursor.isWord('ON'))
    throw refused(
      '_LEGACY_ERROR_TEMP_0015',
      'TABLESAMPLE(BUCKET x OUT OF y ON colname) is not supported.',
      cursor,
      first,
    )
  return { fraction: part / parts, rows: undefined }
}

function amount(cursor: QueryCursor, first: number): Method {
  const start = cursor.at
  const negative = cursor.takeSymbol('-')
  const plain = cursor.peek().kind === 'number' && cursor.isWord('PERCENT', 1)
  if (plain) {
    const percent = Number(cursor.next().text) * (negative ? -1 : 1)
    cursor.next()
    const fraction = percent / 100
    if (fraction < -1e-6 || fraction > 1 + 1e-6) {
      const message = `Sampling fraction (${Number.isInteger(fraction) ? fraction.toFixed(1) : fraction}) must be on interval [0, 1].`
      throw refused('INVALID_TABLESAMPLE_FRACTION', message, cursor, first, '22023')
    }
    return { fraction, rows: undefined }
  }
  cursor.at = start
  const rows: Expression = cursor.expression()
  if (cursor.takeWord('ROWS')) return { fraction: undefined, rows }
  const text = cursor.text.slice(cursor.tokens[start]?.start, cursor.peek(-1).end)
  const message = `${text} is not a valid byte length literal, expected syntax: DIGIT+ ('B' | 'K' | 'M' | 'G').`
  throw refused('_LEGACY_ERROR_TEMP_0016', message, cursor, first)
}

function refused(
  condition: string,
  message: string,
  cursor: QueryCursor,
  first: number,
  sqlState?: string,
): MillraceError {
  return cursor.fragmentError(condition, message, sqlState, cursor.tokens[first] as Token, cursor.peek())
}
