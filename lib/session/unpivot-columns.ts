/** The generator of `unpivot`: a name and a value for each of several columns. */
import { MillraceError } from '../errors.ts'
import type { Binder } from '../expressions/binder/binder.ts'
import { call, operation, textLiteral } from '../expressions/build.ts'
import type { Expression } from '../expressions/expression.ts'
import { requireCommonType } from '../sql/plan-pivot.ts'
import { Schema } from '../types/schema.ts'

/**
 * Rows of `variable` and `value`, one for each of the columns.
 *
 * @param schema of the frame
 * @throws UNPIVOT_REQUIRES_VALUE_COLUMNS, UNPIVOT_VALUE_DATA_TYPE_MISMATCH
 */
export function unpivoted(
  columns: readonly Expression[],
  variable: string,
  value: string,
  schema: Schema,
  binder: Binder,
): Expression {
  if (columns.length === 0) {
    throw new MillraceError(
      'UNPIVOT_REQUIRES_VALUE_COLUMNS',
      'At least one value column needs to be specified for UNPIVOT, all columns specified as ids.',
      { sqlState: '42K0A' },
    )
  }
  const fields = binder.bindColumns(columns, schema).map(({ field }) => field)
  requireCommonType([...fields.keys()], new Schema(fields), binder)
  const rows = columns.map((column, at) => {
    const input = column.kind === 'alias' ? column.input : column
    const name = textLiteral(fields[at]?.name ?? '')
    return call('named_struct', textLiteral(variable), name, textLiteral(value), input)
  })
  return call('inline', operation('array', ...rows))
}
