/** Maps among columns that are compared as wholes. */
import { MillraceError } from '../errors.ts'
import type { DataType, Field } from '../types/data-type.ts'
import { quoteIdentifier } from '../types/ddl/identifier.ts'
import { typeSql } from '../types/ddl/type-sql.ts'

const holdsMap = (type: DataType): boolean =>
  type.kind === 'map' ||
  (type.kind === 'array' && holdsMap(type.element)) ||
  (type.kind === 'struct' && type.fields.some((one) => holdsMap(one.type)))

/**
 * Refuses a column that is or holds a map, in set operations and as a key of deduplication.
 *
 * @throws UNSUPPORTED_FEATURE.SET_OPERATION_ON_MAP_TYPE (CheckAnalysis.mapColumnInSetOperation; golden `err-intersect-map`)
 */
export function refuseMapColumn({ name, type }: Field): void {
  if (!holdsMap(type)) return
  throw new MillraceError(
    'UNSUPPORTED_FEATURE.SET_OPERATION_ON_MAP_TYPE',
    'The feature is not supported: Cannot have MAP type columns in a set operation (INTERSECT, EXCEPT, etc.), but the ' +
      `type of column ${quoteIdentifier(name)} is "${typeSql(type)}".`,
    { sqlState: '0A000', parameters: { colName: quoteIdentifier(name), dataType: `"${typeSql(type)}"` } },
  )
}
