/** The column that takes records which are malformed, in formats that have one (Spark's `columnNameOfCorruptRecord`). */
import { MillraceError } from '../errors.ts'
import type { Field } from '../types/data-type.ts'
import { typeSql } from '../types/ddl/type-sql.ts'

/**
 * Position of the column for corrupt records among the wanted ones; -1 when it is not wanted.
 *
 * @throws INVALID_CORRUPT_RECORD_TYPE, UNSUPPORTED_FEATURE.QUERY_ONLY_CORRUPT_RECORD_COLUMN
 */
export function corruptColumn(fields: readonly Field[], wanted: readonly Field[], name: string): number {
  const field = fields.find((one) => one.name === name)
  if (field === undefined) return -1
  if (field.type.kind !== 'string' || !field.nullable) {
    const actualType = `"${typeSql(field.type)}"`
    throw new MillraceError(
      'INVALID_CORRUPT_RECORD_TYPE',
      `The column \`${name}\` for corrupt records must have the nullable STRING type, but got ${actualType}.`,
      { sqlState: '42804', parameters: { columnName: `\`${name}\``, actualType } },
    )
  }
  const at = wanted.findIndex((one) => one.name === name)
  if (at >= 0 && wanted.length === 1) {
    throw new MillraceError(
      'UNSUPPORTED_FEATURE.QUERY_ONLY_CORRUPT_RECORD_COLUMN',
      'The feature is not supported: Queries from raw JSON/CSV/XML files are disallowed when the referenced columns only ' +
        `include the internal corrupt record column (named \`${name}\` by default). Select another column too.`,
      { sqlState: '0A000' },
    )
  }
  return at
}
