/** Literals as Spark prints them in column names and messages. */
import type { DataType, SqlValue } from '../types/data-type.ts'

/** The text of a literal: strings bare, numbers without suffix, `NULL`, dates and times in their keyword form. */
export function literalText(value: SqlValue, type: DataType): string {
  if (value === null) return 'NULL'
  switch (type.kind) {
    case 'string':
    case 'char':
    case 'varchar':
      return value as string
    default:
      return String(value)
  }
}
