/**
 * Replaces the columns by a list of expressions: `select` takes columns and names, `selectExpr` Spark SQL. A generator
 * among them (`explode` and its kin) gives a row for each element.
 *
 * State: none. Watermarks and barriers pass. A column that is only renamed is not copied.
 *
 * @example
 * readings.pipe(select('device', col('celsius').times(1.8).plus(32).as('fahrenheit')))
 *
 * @module
 */
import { expressionText } from '../lib/expressions/expression-text.ts'
import { schemaAfter } from '../lib/plan/analyze/bound-plan.ts'
import { type ColumnLike, columnOf, sqlExpressionOf } from '../lib/plan/column-like.ts'
import { defineOperator } from '../lib/plan/define-operator.ts'
import type { NodeOptions } from '../lib/plan/nodes.ts'
import type { RowWise } from '../lib/plan/operator.ts'
import type { Schema } from '../lib/types/schema.ts'

const project: RowWise<NodeOptions['project']> = {
  name: 'project',
  inputs: 1,
  schema: ({ columns }, [input], binder) => schemaAfter(binder.bindSelect(columns, input as Schema), input as Schema),
  describe: ({ columns }) => `Project [${columns.map(expressionText).join(', ')}]`,
  expressions: ({ columns }) => columns,
  withExpressions: (_, columns) => ({ columns }),
  rows: ({ columns }, input, binder) => binder.bindSelect(columns, input),
}

/** Columns, or names of columns (`*` for all). */
export const select = defineOperator(project, (...columns: readonly ColumnLike[]) => ({
  columns: columns.map(columnOf),
}))

/** Spark SQL expressions, as in a SELECT list. */
export const selectExpr = defineOperator(project, (...columns: readonly string[]) => ({
  columns: columns.map(sqlExpressionOf),
}))
