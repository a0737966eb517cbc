/** Which columns of a sink name its directories. */
import { layoutOf } from '../../lib/columnar/layout.ts'
import { MillraceError } from '../../lib/errors.ts'
import type { Field } from '../../lib/types/data-type.ts'
import { typeSql } from '../../lib/types/ddl/type-sql.ts'
import type { Schema } from '../../lib/types/schema.ts'

/**
 * Positions of a sink's partition columns in its schema.
 *
 * @throws _LEGACY_ERROR_TEMP_1196, ALL_PARTITION_COLUMNS_NOT_ALLOWED, INVALID_PARTITION_COLUMN_DATA_TYPE
 */
export function partitionPositions(schema: Schema, partitionBy: readonly string[]): readonly number[] {
  const positions = partitionBy.map((name) => {
    const at = schema.index(name)
    if (at !== undefined) return at
    throw new MillraceError(
      '_LEGACY_ERROR_TEMP_1196',
      `Partition column ${name} not found in existing columns (${schema.names.join(', ')}).`,
    )
  })
  for (const at of positions) requireAtomic(schema.fields[at] as Field)
  if (positions.length > 0 && new Set(positions).size === schema.length) {
    throw new MillraceError('ALL_PARTITION_COLUMNS_NOT_ALLOWED', 'Cannot use all columns for partition columns.', {
      sqlState: 'KD005',
    })
  }
  return positions
}

function requireAtomic({ type }: Field): void {
  const layout = layoutOf(type)
  if (layout !== 'list' && layout !== 'map' && layout !== 'struct') return
  throw new MillraceError('INVALID_PARTITION_COLUMN_DATA_TYPE', `Cannot use "${typeSql(type)}" for partition column.`, {
    sqlState: '0A000',
    parameters: { type: typeSql(type) },
  })
}
