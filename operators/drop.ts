/**
 * Leaves columns out; one that the input does not have is ignored, as in Spark.
 *
 * State: none. Watermarks and barriers pass. Nothing is copied.
 *
 * @example
 * readings.pipe(drop('debug', 'trace'))
 *
 * @module
 */
import type { Expression } from '../lib/expressions/expression.ts'
import { expressionText } from '../lib/expressions/expression-text.ts'
import { type ColumnLike, nameOf } from '../lib/plan/column-like.ts'
import { defineOperator } from '../lib/plan/define-operator.ts'
import { inputColumn, type ProjectedColumn } from '../lib/plan/input-column.ts'
import type { NodeOptions } from '../lib/plan/nodes.ts'
import type { Field } from '../lib/types/data-type.ts'
import { Schema } from '../lib/types/schema.ts'

function isNamed(field: Field, at: number, column: Expression): boolean {
  if (column.kind !== 'column') return false
  if (column.index !== undefined) return column.index === at
  const path = column.path.map((part) => part.toLowerCase())
  if (field.name.toLowerCase() !== path[path.length - 1]) return false
  return path.length === 1 || (path.length === 2 && field.qualifier?.toLowerCase() === path[0])
}

function kept(columns: readonly Expression[], input: Schema): readonly ProjectedColumn[] {
  const positions = [...input.fields.keys()]
  return positions
    .filter((at) => !columns.some((column) => isNamed(input.fields[at] as Field, at, column)))
    .map((at) => inputColumn(input, at))
}

export const drop = defineOperator(
  {
    name: 'drop',
    inputs: 1,
    schema: ({ columns }, [input]) => new Schema(kept(columns, input as Schema).map((column) => column.field)),
    expressions: ({ columns }) => columns,
    withExpressions: (_, columns) => ({ columns }),
    describe: ({ columns }) => `Drop [${columns.map(expressionText).join(', ')}]`,
    rows: ({ columns }, input) => [{ project: kept(columns, input) }],
  },
  (...columns: readonly ColumnLike[]): NodeOptions['drop'] => ({ columns: columns.map(nameOf) }),
)
