/**
 * Keeps the rows for which a condition is true; rows where it is false or null are dropped.
 *
 * State: none. Watermarks and barriers pass. Never copies a column: the output is the input under a selection.
 *
 * @example
 * readings.pipe(filter(col('celsius').gt(30)))
 *
 * @module
 */
import { MillraceError } from '../lib/errors.ts'
import type { Bound } from '../lib/expressions/bound.ts'
import { boundText } from '../lib/expressions/bound-text.ts'
import type { Expression } from '../lib/expressions/expression.ts'
import { expressionText } from '../lib/expressions/expression-text.ts'
import { withoutWindows } from '../lib/expressions/windows/extract-windows.ts'
import { aggregatesIn } from '../lib/plan/aggregate/expand-aggregate.ts'
import { schemaAfter } from '../lib/plan/analyze/bound-plan.ts'
import { refuseWindowIn } from '../lib/plan/analyze/refuse-windows.ts'
import type { Binder } from '../lib/plan/binder.ts'
import { type ColumnLike, conditionOf } from '../lib/plan/column-like.ts'
import { defineOperator } from '../lib/plan/define-operator.ts'
import type { NodeOptions } from '../lib/plan/nodes.ts'
import { qualifiedText } from '../lib/plan/qualified-text.ts'
import { typeSql } from '../lib/types/ddl/type-sql.ts'
import type { Schema } from '../lib/types/schema.ts'

/** The condition over the input. Spark: CheckAnalysis, FILTER_NOT_BOOLEAN: there is no implicit cast, not even from NULL. */
function bindCondition(condition: Expression, input: Schema, binder: Binder): Bound {
  refuseWindowIn(condition, 'WHERE')
  const bound = withoutGenerators(() => binder.bind(condition, input))
  if (bound.type.kind !== 'boolean') {
    const text = boundText(bound)
    throw new MillraceError(
      'DATATYPE_MISMATCH.FILTER_NOT_BOOLEAN',
      `Cannot resolve "${text}" due to data type mismatch: Filter expression "${text}" of type "${typeSql(bound.type)}" is not a boolean.`,
      {
        sqlState: '42K09',
        parameters: { sqlExpr: `"${text}"`, filter: `"${text}"`, type: `"${typeSql(bound.type)}"` },
      },
    )
  }
  const aggregates = aggregatesIn(bound)
  if (aggregates.length > 0) {
    const [text, list] = [boundText(bound), aggregates.map((one) => qualifiedText(one, input)).join(', ')]
    throw new MillraceError(
      'INVALID_WHERE_CONDITION',
      `The WHERE condition "${text}" contains invalid expressions: ${list}.\nRewrite the query to avoid window functions, aggregate functions, and generator functions in the WHERE clause.`,
      { sqlState: '42903', parameters: { condition: `"${text}"`, expressionList: list } },
    )
  }
  return bound
}

/** Spark names the operator that a generator stands in. */
function withoutGenerators<T>(bind: () => T): T {
  try {
    return bind()
  } catch (error) {
    if (!(error instanceof MillraceError) || error.condition !== 'UNSUPPORTED_GENERATOR.OUTSIDE_SELECT') throw error
    const message = error.message.replace('found: ', 'found: Filter ')
    throw new MillraceError(error.condition, message, { sqlState: '42K0E', parameters: error.parameters })
  }
}

const steps = ({ condition }: NodeOptions['filter'], input: Schema, binder: Binder) =>
  withoutWindows([{ filter: bindCondition(condition, input, binder) }], input)

export const filter = defineOperator(
  {
    name: 'filter',
    inputs: 1,
    schema: (options, [input], binder) => schemaAfter(steps(options, input as Schema, binder), input as Schema),
    describe: ({ condition }) => `Filter ${expressionText(condition)}`,
    expressions: ({ condition }) => [condition],
    withExpressions: (_, [condition]) => ({ condition: condition as Expression }),
    rows: steps,
  },
  (condition: ColumnLike) => ({ condition: conditionOf(condition) }),
)
