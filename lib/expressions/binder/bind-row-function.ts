/** Window functions that are no aggregates: rankings, and looks at other rows. */

import { MillraceError } from '../../errors.ts'
import type { DataType } from '../../types/data-type.ts'
import { doubleType, intType } from '../../types/types.ts'
import type { Bound } from '../bound.ts'
import { boundText } from '../bound-text.ts'
import { intLiteral, literalOf } from '../build.ts'
import { callText } from '../call-text.ts'
import type { Expression } from '../expression.ts'
import { type BoundFrame, growingRows } from './bind-frame.ts'
import { callContext } from './call-context.ts'
import type { CallExpression, ExpressionScope } from './expression-scope.ts'
import { mismatch, wrongArgumentCount } from './mismatch.ts'
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
  looking('lag', 0, 3),
  looking('lead', 0, 3),
  looking('nth_value', 2, 2),
])

const nothing: Expression = literalOf(null, { kind: 'null' })

/** @throws WRONG_NUM_ARGS.WITHOUT_SUGGESTION, DATATYPE_MISMATCH.NON_FOLDABLE_INPUT, DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE */
export function bindRowFunction(
  scope: ExpressionScope,
  written: CallExpression,
  { name, least, most, type }: Signature,
): FunctionOfWindow {
  const given = written.args.length
  // Rankings take what they are ordered by in place of arguments, and leave it (Spark: `rank(1)`).
  const ignoresArguments = name === 'rank' || name === 'dense_rank' || name === 'percent_rank'
  if (given < least || (given > most && !ignoresArguments))
    throw wrongArgumentCount(name, most === least ? `${least}` : `[${least}, ${most}]`, given)
  const call = { ...written, args: ignoresArguments ? [] : withDefaults(name, written.args) }
  const bound = call.args.map((arg) => scope.bind(arg))
  const offset = offsetOf(scope, call, bound, name)
  const [value, , fallback] = bound
  const isLook = name === 'lag' || name === 'lead'
  const args = type
    ? []
    : isLook && value && fallback
      ? [value, fallbackOf(scope, fallback, value.type)]
      : [value as Bound]
  return {
    of: { kind: 'rows', name, ignoreNulls: written.ignoreNulls === true, offset },
    args,
    type: type ?? (value as Bound).type,
    nullable: type === undefined,
    text: callText(name, bound.map(boundText)) + (written.ignoreNulls ? ' IGNORE NULLS' : ''),
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

function fallbackOf(scope: ExpressionScope, fallback: Bound, type: DataType): Bound {
  return fallback.type.kind === type.kind ? fallback : scope.cast(fallback, type)
}

/** The constant by which the function looks or divides. */
function offsetOf(
  scope: ExpressionScope,
  call: CallExpression,
  bound: readonly Bound[],
  name: RowFunctionName,
): number {
  const at = name === 'ntile' ? 0 : 1
  const input = bound[at]
  if (!input || (name !== 'ntile' && name !== 'lag' && name !== 'lead' && name !== 'nth_value')) return 0
  const context = callContext(scope, call, bound, new Map())
  const argument = name === 'ntile' ? 'buckets' : 'offset'
  if (!context.foldable(input)) {
    const got = name === 'lag' ? `(- ${boundText(input)})` : boundText(input)
    throw mismatch(
      context,
      'NON_FOLDABLE_INPUT',
      `the input \`${argument}\` should be a foldable "INT" expression; however, got "${got}".`,
    )
  }
  const value = Number(context.constant(input, argument))
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
  if (name !== 'lag' && name !== 'lead') return growingRows
  const at = name === 'lag' ? -offset : offset
  return { unit: 'ROWS', lower: at, upper: at }
}
