/** Spark's refusals of GROUP BY and aggregate functions (ExprUtils.assertValidAggregation, GroupingAnalyticsTransformer). */
import { MillraceError } from '../../errors.ts'
import type { Bound } from '../../expressions/bound.ts'
import { boundText } from '../../expressions/bound-text.ts'
import { typeSql } from '../../types/ddl/type-sql.ts'
import type { Schema } from '../../types/schema.ts'
import { qualifiedText } from '../qualified-text.ts'

/** A column that is neither grouped by nor aggregated. @param grouped whether there is a GROUP BY at all */
export function missingAggregation(column: Bound, grouped: boolean): MillraceError {
  if (!grouped) {
    return new MillraceError(
      'MISSING_GROUP_BY',
      'The query does not include a GROUP BY clause. Add GROUP BY or turn it into the window functions using OVER clauses.',
      { sqlState: '42803' },
    )
  }
  const text = boundText(column)
  return new MillraceError(
    'MISSING_AGGREGATION',
    `The non-aggregating expression "${text}" is based on columns which are not participating in the GROUP BY clause.\n` +
      `Add the columns or the expression to the GROUP BY, aggregate the expression, or use "any_value(${text})" if you do not care which of the values within a group is returned.`,
    { sqlState: '42803', parameters: { expression: `"${text}"`, expressionAnyValue: `"any_value(${text})"` } },
  )
}

export function aggregateInGroupBy(call: Bound, input: Schema): MillraceError {
  const text = qualifiedText(call, input)
  return new MillraceError(
    'GROUP_BY_AGGREGATE',
    `Aggregate functions are not allowed in GROUP BY, but found ${text}.`,
    { sqlState: '42903', parameters: { sqlExpr: text } },
  )
}

/** Keys that are known above the grouping only. */
export function windowsInGroupBy(windows: readonly Bound[]): MillraceError {
  const texts = windows.map((one) => `"${boundText(one)}"`).join(', ')
  return new MillraceError(
    'UNSUPPORTED_EXPR_FOR_OPERATOR',
    'The query operator Aggregate contains one or more unsupported expressions.\nConsider to rewrite it to avoid window ' +
      'functions, aggregate functions, and generator functions in the Aggregate operator.\n' +
      `Invalid expressions: [${texts}]`,
    { sqlState: '42K0E', parameters: { operator: 'Aggregate', invalidExpressions: texts } },
  )
}

/** A key whose values cannot be told apart: a variant, or what has one in it. */
export function unorderedGroupKey(key: Bound): MillraceError {
  const [text, type] = [`"${boundText(key)}"`, `"${typeSql(key.type)}"`]
  return new MillraceError(
    'GROUP_EXPRESSION_TYPE_IS_NOT_ORDERABLE',
    `The expression ${text} cannot be used as a grouping expression because its data type ${type} is not an orderable ` +
      'data type.',
    { sqlState: '42822', parameters: { sqlExpr: text, dataType: type } },
  )
}

export function nestedAggregate(): MillraceError {
  return new MillraceError(
    'NESTED_AGGREGATE_FUNCTION',
    'It is not allowed to use an aggregate function in the argument of another aggregate function. Please use the inner aggregate function in a sub-query.',
    { sqlState: '42607' },
  )
}

export function nonDeterministicArgument(call: Bound): MillraceError {
  const text = boundText(call)
  return new MillraceError(
    'AGGREGATE_FUNCTION_WITH_NONDETERMINISTIC_EXPRESSION',
    `Non-deterministic expression "${text}" should not appear in the arguments of an aggregate function.`,
    { sqlState: '42845', parameters: { sqlExpr: `"${text}"` } },
  )
}

export function groupingColumnMismatch(column: Bound, keys: readonly Bound[]): MillraceError {
  const [grouping, groupingColumns] = [boundText(column), keys.map(boundText).join(',')]
  return new MillraceError(
    'GROUPING_COLUMN_MISMATCH',
    `Column of grouping (${grouping}) can't be found in grouping columns ${groupingColumns}.`,
    { sqlState: '42803', parameters: { grouping, groupingColumns } },
  )
}

export function groupingIdMismatch(columns: readonly Bound[], keys: readonly Bound[]): MillraceError {
  const [groupingIdColumn, groupByColumns] = [columns.map(boundText).join(','), keys.map(boundText).join(',')]
  return new MillraceError(
    'GROUPING_ID_COLUMN_MISMATCH',
    `Columns of grouping_id (${groupingIdColumn}) does not match grouping columns (${groupByColumns}).`,
    { sqlState: '42803', parameters: { groupingIdColumn, groupByColumns } },
  )
}

/** Spark: ExtractWindowExpressions. */
export const windowInAggregate = (): MillraceError =>
  new MillraceError(
    '_LEGACY_ERROR_TEMP_1031',
    'It is not allowed to use a window function inside an aggregate function. Please use the inner window function in a sub-query.',
  )
