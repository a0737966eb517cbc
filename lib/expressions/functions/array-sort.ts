import { compareValues } from '../../columnar/compare.ts'
import { MillraceError } from '../../errors.ts'
import type { DataType, SqlValue } from '../../types/data-type.ts'
import { typeSql } from '../../types/ddl/type-sql.ts'
import { mismatch } from '../binder/mismatch.ts'
import { isOrderable } from '../binder/operands.ts'
import { checkCount, typedArgument } from '../binder/signature.ts'
import type { Bound, BoundLambda } from '../bound.ts'
import { boundText } from '../bound-text.ts'
import { callText } from '../call-text.ts'
import type { BindContext, ScalarFunction } from '../scalar-function.ts'
import type { Lambda } from './collection/lambda.ts'
import { arrayOf } from './collection/search-array.ts'

/** The comparison that Spark puts in when none is given, as names and messages show it. */
function defaultComparison(): string {
  const variable = 'namedlambdavariable()'
  const isNull = `(${variable} IS NULL)`
  const steps = [
    [`(${isNull} AND ${isNull})`, '0'],
    [isNull, '1'],
    [isNull, '-1'],
    [`(${variable} < ${variable})`, '-1'],
    [`(${variable} > ${variable})`, '1'],
  ]
  const body = steps.reduceRight((rest, [test, value]) => `(IF(${test}, ${value}, ${rest}))`, '0')
  return `lambdafunction(${body}, ${variable}, ${variable})`
}

function comparison(context: BindContext, element: DataType, containsNull: boolean): BoundLambda {
  const parameter = { type: element, nullable: containsNull }
  const lambda = context.lambda(1, [parameter, parameter])
  if (lambda.type.kind === 'int') return lambda
  throw mismatch(
    context,
    'UNEXPECTED_RETURN_TYPE',
    `The \`lambdafunction\` requires return "INT" type, but the actual is "${typeSql(lambda.type)}" type.`,
  )
}

function compared(order: SqlValue, a: SqlValue, b: SqlValue): number {
  if (order !== null) return order as number
  throw new MillraceError(
    'COMPARATOR_RETURNS_NULL',
    `The comparator has returned a NULL for a comparison between ${a} and ${b}. It should return a positive integer for ` +
      '"greater than", 0 for "equal" and a negative integer for "less than". To revert to deprecated behavior where NULL ' +
      'is treated as 0 (equal), you must set "spark.sql.legacy.allowNullComparisonResultInArraySort" to "true".',
    { sqlState: '22004' },
  )
}

export const arraySort: ScalarFunction = {
  name: 'array_sort',
  higherOrder: true,
  summary: 'The array in ascending order with nulls last, or in the order that a function of two values says.',
  bind(args, context) {
    checkCount(args, 1, 2, context)
    const input = typedArgument(args[0], 0, 'array', context)
    const { element, containsNull } = arrayOf(input)
    const { type, nullable } = input
    if (args.length === 2) return { args: [input, comparison(context, element, containsNull)], type, nullable }
    if (isOrderable(element)) {
      return { args: [input], type, nullable, text: callText(context.name, [boundText(input), defaultComparison()]) }
    }
    throw mismatch(
      context,
      'INVALID_ORDERING_TYPE',
      `The \`array_sort\` does not support ordering on type "${typeSql(element)}".`,
    )
  },
  evaluate([items, order], call) {
    const sorted = [...(items as readonly SqlValue[])]
    if (order) return sorted.sort((a, b) => compared((order as Lambda)(a, b), a, b))
    const { element } = arrayOf(call.args[0] as Bound)
    return sorted.sort((a, b) => {
      if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
      return compareValues(element, a, b)
    })
  },
}
