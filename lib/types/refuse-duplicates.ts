import { MillraceError } from '../errors.ts'
import { quoteIdentifier } from './ddl/identifier.ts'

/**
 * Refuses a list of column names in which one stands twice, whatever its case.
 *
 * @throws COLUMN_ALREADY_EXISTS (SchemaUtils.checkColumnNameDuplication)
 */
export function refuseDuplicates(names: readonly string[]): void {
  const seen = new Set<string>()
  for (const name of names) {
    const key = name.toLowerCase()
    if (seen.has(key)) {
      throw new MillraceError(
        'COLUMN_ALREADY_EXISTS',
        `The column ${quoteIdentifier(key)} already exists. Choose another name or rename the existing column.`,
        { sqlState: '42711', parameters: { columnName: quoteIdentifier(key) } },
      )
    }
    seen.add(key)
  }
}
