/** The first record of a file as names of columns: Spark's `CSVHeaderChecker`. */
import { MillraceError } from '../../errors.ts'

/**
 * Compares a header with the schema, without case. Spark does so when `enforceSchema` is false; else names count for
 * nothing.
 *
 * @param names the header's tokens, as far as they are read
 * @throws FAILED_READ_FILE.NO_HINT with Spark's text
 */
export function checkHeader(names: readonly string[], columns: readonly string[], path: string): void {
  const problem = mismatch(names, columns)
  if (problem === undefined) return
  const text = `${problem}\nCSV file: ${path}`
  throw failedReadFile(path, text, new MillraceError('_LEGACY_ERROR_TEMP_3241', text, { parameters: { path } }))
}

function mismatch(names: readonly string[], columns: readonly string[]): string | undefined {
  if (names.length !== columns.length) {
    return (
      'Number of column in CSV header is not equal to number of fields in the schema:\n' +
      ` Header length: ${names.length}, schema size: ${columns.length}`
    )
  }
  const at = names.findIndex((name, i) => name.toLowerCase() !== (columns[i] as string).toLowerCase())
  if (at < 0) return undefined
  return (
    `CSV header does not conform to the schema.\n Header: ${names.join(', ')}\n Schema: ${columns.join(', ')}\n` +
    `Expected: ${columns[at]} but found: ${names[at]}`
  )
}

/** Spark's error for a file that cannot be read whatever the mode. */
export function failedReadFile(path: string, why: string, cause?: unknown): MillraceError {
  return new MillraceError('FAILED_READ_FILE.NO_HINT', `Encountered error while reading file ${path}.\n${why}`, {
    sqlState: 'KD001',
    parameters: { path },
    cause,
  })
}
