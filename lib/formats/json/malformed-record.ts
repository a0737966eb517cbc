/** The error of FAILFAST, and what it shows of a record. */
import { MillraceError } from '../../errors.ts'
import type { SqlValue } from '../../types/data-type.ts'
import { JsonFailure } from './json-cursor.ts'

/** Longest piece of a record that an error shows. */
const shown = 200

/** Beginning of a record, for errors. */
export function recordSample(bytes: Uint8Array, from: number, end: number): string {
  const text = new TextDecoder().decode(bytes.subarray(from, Math.min(end, from + shown)))
  return end - from > shown ? `${text}…` : text
}

/** Why a record is malformed, in one sentence. */
export function failureText(failure: unknown): string {
  return failure instanceof JsonFailure || failure instanceof Error ? failure.message : String(failure)
}

/**
 * MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION with Spark's text, then what Spark does not tell: why and where.
 *
 * @param row what could be read of the record
 * @param where names the place: file and byte, or the text itself
 */
export function malformedRecord(row: readonly SqlValue[], failure: unknown, where: string): MillraceError {
  return malformedText(`[${row.map((value) => rowText(value)).join(',')}]`, failure, where)
}

/** The same for a record that Spark shows as it came. */
export function malformedText(badRecord: string, failure: unknown, where?: string): MillraceError {
  const place = where === undefined ? '' : `: ${where}`
  return new MillraceError(
    'MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION',
    `Malformed records are detected in record parsing: ${badRecord}.\nParse Mode: FAILFAST. To process malformed records ` +
      `as null result, try setting the option 'mode' as 'PERMISSIVE'.\n${failureText(failure)}${place}`,
    {
      sqlState: '22023',
      parameters: { badRecord, failFastMode: 'FAILFAST' },
      ...(failure instanceof JsonFailure && failure.condition !== undefined
        ? { cause: new MillraceError(failure.condition, failure.message, { sqlState: '2203G' }) }
        : {}),
    },
  )
}

const rowText = (value: SqlValue): string => {
  if (Array.isArray(value)) return `[${value.map((one) => rowText(one as SqlValue)).join(',')}]`
  return String(value)
}
