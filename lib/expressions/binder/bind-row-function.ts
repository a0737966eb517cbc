/** Window functions that are no aggregates: rankings, and looks at other rows. */

import { MillraceError } from '../../errors.ts'
import type { DataType } from '../../types/data-type.ts'
import { typeSql } from '../../types/ddl/type-sql.ts'
import { doubleType, intType } from '../../types/types.ts'
import type { Bound } from '../bound.ts'
import { boundText } from '../bound-text.ts'
import { intLiteral, literalOf } from '../build.ts'
import { callText } from '../call-text.ts'
import type { Expression } from '../expression.ts'
import { expressionText } from '../expression-text.ts'
import { implicitType } from './accepted.ts'
import { type BoundFrame, growingRows, noFrame } from './bind-frame.ts'
import { callContext } from './call-context.ts'
import type { CallExpression, ExpressionScope } from './expression-scope.ts'
import { mismatch, unexpectedType, wrongArgumentCount } from './mismatch.ts'
import { castArgument } from './signature.ts'
import { unsupportedSyntax } from './unsupported-syntax.ts'
import type { FunctionOfWindow, RowFunctionName } from './window-function.ts'

interface Signature {
  readonly name: RowFunctionName
  /** Arguments, at least and at most. */
  readonly least: number
  readonly most: number
  /** undefined = the first argument's. */
  readonly type: DataType | undefined
}

const ranking = (name: RowFunctionName, type: DataType, most = 0): [string, Signature] => [
  name,
  { name, least: 0, most, type },
]
const looking = (name: RowFunctionName, least: number, most: number): [string, Signature] => [
  name,
  { name, least, most, type: undefined },
]

export const rowFunctionNames: ReadonlyMap<string, Signature> = new Map([
  ranking('row_number', intType),
  ranking('rank', intType),
  ranking('dense_rank', intType),
  ranking('percent_rank', doubleType),
  ranking('cume_dist', doubleType),
  ranking('ntile', intType, 1),
  looking('lag', 0, 4),
  looking('lead', 0, 4),
  looking('nth_value', 2, 3),
])

const nothing: Expression = literalOf(null, { kind: 'null' })

/**
 * @throws WRONG_NUM_ARGS.WITHOUT_SUGGESTION, INVALID_SQL_SYNTAX.FUNCTION_WITH_UNSUPPORTED_SYNTAX,
 *   INVALID_PARAMETER_VALUE.BOOLEAN, DATATYPE_MISMATCH.*
 */
export function bindRowFunction(
  scope: ExpressionScope,
  written: CallExpression,
  { name, least, most, type }: Signature,
): FunctionOfWindow {
  refuseSyntax(written, type !== undefined)
  const given = written.args.length
  // Rankings take what they are ordered by in place of arguments, and leave it (Spark: `rank(1)`).
  const ignoresArguments = name === 'rank' || name === 'dense_rank' || name === 'percent_rank'
  if (given < least || (given > most && !ignoresArguments))
    throw wrongArgumentCount(name, most === least ? `${least}` : `[${least}, ${most}]`, given)
  const ignoreNulls = written.ignoreNulls === true || (type === undefined && ignoresNulls(name, written.args[most - 1]))
  const args = type === undefined ? written.args.slice(0, most - 1) : written.args
  const call = { ...written, args: ignoresArguments ? [] : withDefaults(name, args) }
  const bound = call.args.map((arg) => scope.bind(arg))
  const offset = offsetOf(scope, call, bound, name)
  const [value, , fallback] = bound
  const isLook = name === 'lag' || name === 'lead'
  const values = isLook && value && fallback ? [value, fallbackOf(scope, call, bound, value.type)] : [value as Bound]
  return {
    of: { kind: 'rows', name, ignoreNulls, offset },
    args: type ? [] : values,
    type: type ?? (value as Bound).type,
    nullable: type === undefined && (!isLook || values.some((one) => one.nullable)),
    text: callText(name, bound.map(boundText)) + (ignoreNulls && !isLook ? ' ignore nulls' : ''),
    distinct: false,
    frame: frameOf(name, offset),
  }
}

/** Spark's error of a window function that stands alone. */
export function withoutOver(scope: ExpressionScope, call: CallExpression): MillraceError {
  const { text } = bindRowFunction(scope, call, rowFunctionNames.get(call.name) as Signature)
  const shown = /^(?:rank|dense_rank|percent_rank)\b/.test(text)
    ? text.replace(/^\w+/, (name) => name.toUpperCase())
    : text
  return new MillraceError(
    'WINDOW_FUNCTION_WITHOUT_OVER_CLAUSE',
    `Window function "${shown}" requires an OVER clause.`,
    { sqlState: '42601', parameters: { funcName: `"${shown}"` } },
  )
}

function withDefaults(name: RowFunctionName, args: readonly Expression[]): readonly Expression[] {
  if (name === 'ntile') return args.length === 0 ? [intLiteral(1)] : args
  if (name !== 'lag' && name !== 'lead') return args
  return [...args, ...[nothing, intLiteral(1), nothing].slice(args.length)]
}

/** @throws INVALID_SQL_SYNTAX.FUNCTION_WITH_UNSUPPORTED_SYNTAX */
function refuseSyntax({ name, distinct, filter, ignoreNulls }: CallExpression, isRanking: boolean): void {
  if (distinct) throw unsupportedSyntax(name, 'DISTINCT')
  if (filter) throw unsupportedSyntax(name, 'FILTER CLAUSE')
  if (ignoreNulls && isRanking) throw unsupportedSyntax(name, 'IGNORE NULLS')
}

/** The last argument of a look. @throws INVALID_PARAMETER_VALUE.BOOLEAN */
function ignoresNulls(name: string, argument: Expression | undefined): boolean {
  if (!argument) return false
  if (argument.kind === 'literal' && typeof argument.value === 'boolean') return argument.value
  const text = `"${expressionText(argument)}"`
  throw new MillraceError(
    'INVALID_PARAMETER_VALUE.BOOLEAN',
    `The value of parameter(s) \`ignoreNulls\` in \`${name}\` is invalid: expects a boolean literal, but got ${text}.`,
    { sqlState: '22023', parameters: { functionName: `\`${name}\``, parameter: '`ignoreNulls`', invalidValue: text } },
  )
}

/** What stands in for a missing row, as the value's type. @throws DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE */
function fallbackOf(scope: ExpressionScope, call: CallExpression, bound: readonly Bound[], type: DataType): Bound {
  const fallback = bound[2] as Bound
  if (fallback.type.kind === type.kind || fallback.type.kind === 'null' || type.kind === 'null') {
    return scope.cast(fallback, type)
  }
  if (implicitType(fallback.type, type, scope.options.ansi)) return scope.cast(fallback, type)
  const context = callContext(scope, call, bound, new Map())
  const detail =
    `The third parameter requires the ("${typeSql(type)}" or "VOID") type, ` +
    `however "${boundText(fallback)}" has the type "${typeSql(fallback.type)}".`
  throw mismatch(context, 'UNEXPECTED_INPUT_TYPE', detail)
}

/** The constant by which the function looks or divides. */
function offsetOf(
  scope: ExpressionScope,
  call: CallExpression,
  bound: readonly Bound[],
  name: RowFunctionName,
): number {
  const at = name === 'ntile' ? 0 : 1
  const given = bound[at]
  if (!given || (name !== 'ntile' && name !== 'lag' && name !== 'lead' && name !== 'nth_value')) return 0
  const context = callContext(scope, call, bound, new Map())
  const input = name === 'nth_value' ? castArgument(given, at, 'int', context) : given
  const argument = name === 'ntile' ? 'buckets' : 'offset'
  if (!context.foldable(input)) {
    const got = name === 'lag' ? `(- ${boundText(input)})` : boundText(input)
    throw mismatch(
      context,
      'NON_FOLDABLE_INPUT',
      `the input \`${argument}\` should be a foldable "INT" expression; however, got "${got}".`,
    )
  }
  const isBuckets = name === 'ntile'
  if (isBuckets && input.type.kind !== 'int') throw unexpectedType(context, 0, input, 'int')
  const constant = context.constant(input, argument)
  if (constant === null && !isBuckets) throw noFrame(name)
  const value = Number(constant)
  const least = name === 'ntile' || name === 'nth_value' ? 1 : Number.NEGATIVE_INFINITY
  if (value >= least) return value
  const [limit, shown] = name === 'ntile' ? ['2147483647', `${value}`] : ['9223372036854775807', `${value}L`]
  throw mismatch(
    context,
    'VALUE_OUT_OF_RANGE',
    `The ${argument} must be between (0, ${limit}] (current value = ${shown}).`,
  )
}

function frameOf(name: RowFunctionName, offset: number): BoundFrame | undefined {
  if (name === 'nth_value') return undefined
  if (name === 'cume_dist') return { ...growingRows, unit: 'RANGE' }
  if (name !== 'lag' && name !== 'lead') return growingRows
  const at = name === 'lag' ? -offset : offset
  return { unit: 'ROWS', lower: at, upper: at }
}
