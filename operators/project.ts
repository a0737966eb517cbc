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
import { MillraceError } from '../lib/errors.ts'
import { boundText } from '../lib/expressions/bound-text.ts'
import type { Expression } from '../lib/expressions/expression.ts'
import { expressionText } from '../lib/expressions/expression-text.ts'
import type { RowWiseStep } from '../lib/expressions/row-step.ts'
import { aggregatesIn } from '../lib/plan/aggregate/expand-aggregate.ts'
import { schemaAfter } from '../lib/plan/analyze/bound-plan.ts'
import type { Binder } from '../lib/plan/binder.ts'
import { type ColumnLike, columnOf, sqlExpressionOf } from '../lib/plan/column-like.ts'
import { defineOperator } from '../lib/plan/define-operator.ts'
import type { NodeOptions } from '../lib/plan/nodes.ts'
import type { RowWise } from '../lib/plan/operator.ts'
import type { Schema } from '../lib/types/schema.ts'

/** @throws UNSUPPORTED_EXPR_FOR_OPERATOR for aggregates: of a frame they have become an aggregation by now */
function steps(columns: readonly Expression[], input: Schema, binder: Binder): readonly RowWiseStep[] {
  const made = binder.bindSelect(columns, input)
  const last = made.at(-1)
  const found = last && 'project' in last ? last.project.flatMap(({ value }) => aggregatesIn(value)) : []
  if (found.length === 0) return made
  throw new MillraceError(
    'UNSUPPORTED_EXPR_FOR_OPERATOR',
    `The query operator Project contains one or more unsupported expressions.\nInvalid expressions: [${found.map(boundText).join(', ')}]. Use aggregate(keys, ...aggregates).`,
    { sqlState: '42K0E' },
  )
}

const project: RowWise<NodeOptions['project']> = {
  name: 'project',
  inputs: 1,
  schema: ({ columns }, [input], binder) => schemaAfter(steps(columns, input as Schema, binder), input as Schema),
  describe: ({ columns }) => `Project [${columns.map(expressionText).join(', ')}]`,
  expressions: ({ columns }) => columns,
  withExpressions: (_, columns) => ({ columns }),
  rows: ({ columns }, input, binder) => steps(columns, input, binder),
}

/** Columns, or names of columns (`*` for all). */
export const select = defineOperator(project, (...columns: readonly ColumnLike[]) => ({
  columns: columns.map(columnOf),
}))

/** Spark SQL expressions, as in a SELECT list. */
export const selectExpr = defineOperator(project, (...columns: readonly string[]) => ({
  columns: columns.map(sqlExpressionOf),
}))
