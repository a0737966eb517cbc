/** Maps and variants among columns that are compared as wholes. */
import { MillraceError } from '../errors.ts'
import type { Field } from '../types/data-type.ts'
import { quoteIdentifier } from '../types/ddl/identifier.ts'
import { typeSql } from '../types/ddl/type-sql.ts'
import { holdsKind } from '../types/types.ts'

/**
 * Refuses a column that is or holds a map or a variant, in set operations and as a key of deduplication.
 *
 * @throws UNSUPPORTED_FEATURE.SET_OPERATION_ON_MAP_TYPE (CheckAnalysis.mapColumnInSetOperation; golden `err-intersect-map`),
 *   UNSUPPORTED_FEATURE.SET_OPERATION_ON_VARIANT_TYPE
 */
export function refuseMapColumn({ name, type }: Field): void {
  const kind = holdsKind(type, 'map') ? 'MAP' : holdsKind(type, 'variant') ? 'VARIANT' : undefined
  if (kind === undefined) return
  throw new MillraceError(
    `UNSUPPORTED_FEATURE.SET_OPERATION_ON_${kind}_TYPE`,
    `The feature is not supported: Cannot have ${kind} type columns in a set operation (INTERSECT, EXCEPT, etc.), but the ` +
      `type of column ${quoteIdentifier(name)} is "${typeSql(type)}".`,
    { sqlState: '0A000', parameters: { colName: quoteIdentifier(name), dataType: `"${typeSql(type)}"` } },
  )
}
