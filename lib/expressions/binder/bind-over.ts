/**
 * Window functions, as far as Spark's analyzer goes: names, types and messages. They are refused before anything runs:
 * on a stream by Spark's own check at start(), on a static frame because there is no operator for them.
 */
import { MillraceError } from '../../errors.ts'
import type { DataType } from '../../types/data-type.ts'
import { arrayType, doubleType, intType, isIntegral, longType } from '../../types/types.ts'
import type { Bound } from '../bound.ts'
import { boundText } from '../bound-text.ts'
import { callText } from '../call-text.ts'
import type { Expression } from '../expression.ts'
import { parseWindowSpecification, type WindowSpecification } from '../parser/window-specification.ts'
import { unknownFunction } from './bind-call.ts'
import type { CallExpression, ExpressionScope } from './expression-scope.ts'

type Over = Extract<Expression, { readonly kind: 'over' }>

/** The bound call that a window function becomes; nothing evaluates it. */
export const windowFunctionName = 'window function'

/** Texts of a window function for Spark's refusal. */
export interface WindowFunctionData {
  readonly function: string
  readonly specification: string
}

type TypeOf = (args: readonly Bound[]) => DataType

const argument: TypeOf = ([first]) => first?.type ?? { kind: 'null' }
const always =
  (type: DataType): TypeOf =>
  () =>
    type

const ranking: ReadonlyMap<string, TypeOf> = new Map([
  ['row_number', always(intType)],
  ['rank', always(intType)],
  ['dense_rank', always(intType)],
  ['ntile', always(intType)],
  ['percent_rank', always(doubleType)],
  ['cume_dist', always(doubleType)],
])

const offsets: ReadonlyMap<string, TypeOf> = new Map([
  ['lag', argument],
  ['lead', argument],
  ['nth_value', argument],
])

const sum: TypeOf = ([first]) => {
  if (first?.type.kind === 'decimal') return { ...first.type, precision: Math.min(38, first.type.precision + 10) }
  return first && isIntegral(first.type) ? longType : doubleType
}

const average: TypeOf = ([first]) => {
  if (first?.type.kind !== 'decimal') return doubleType
  const { precision, scale } = first.type
  return { kind: 'decimal', precision: Math.min(38, precision + 4), scale: Math.min(38, scale + 4) }
}

const list: TypeOf = (args) => arrayType(argument(args), false)

const aggregates: ReadonlyMap<string, TypeOf> = new Map([
  ['count', always(longType)],
  ['sum', sum],
  ['avg', average],
  ['mean', average],
  ['min', argument],
  ['max', argument],
  ['first', argument],
  ['first_value', argument],
  ['last', argument],
  ['last_value', argument],
  ['any_value', argument],
  ['collect_list', list],
  ['collect_set', list],
  ...['stddev', 'stddev_samp', 'stddev_pop', 'variance', 'var_samp', 'var_pop', 'corr', 'skewness', 'kurtosis'].map(
    (name): [string, TypeOf] => [name, always(doubleType)],
  ),
])

const neverNull = new Set(['count', 'collect_list', 'collect_set'])

/** Rankings that Spark prints in capitals. */
const capitals = new Set(['rank', 'dense_rank', 'percent_rank'])

/**
 * Binds `f(…) OVER (…)`.
 *
 * @throws UNSUPPORTED_EXPR_FOR_WINDOW, UNRESOLVED_ROUTINE, WINDOW_FUNCTION_FRAME_NOT_ORDERED
 */
export function bindOver(scope: ExpressionScope, { input, specification }: Over): Bound {
  if (input.kind !== 'call' || scope.options.functions.has(input.name)) throw notWindowFunction(scope.bind(input))
  const typeOf = ranking.get(input.name) ?? offsets.get(input.name) ?? aggregates.get(input.name)
  if (!typeOf) throw unknownFunction(input.name)
  const args = argumentsOf(input).map((arg) => scope.bind(arg))
  const written = parseWindowSpecification(specification)
  const orderBy = written.orderBy.map((item) => sortText(scope, item))
  if (!aggregates.has(input.name) && orderBy.length === 0) throw notOrdered(input.name)
  const partitionBy = written.partitionBy.map((one) => boundText(scope.bind(one)))
  const window = `(${specificationText(input, written, partitionBy, orderBy, args)})`
  const shown = capitals.has(input.name) ? input.name.toUpperCase() : input.name
  const ranks = capitals.has(input.name) ? written.orderBy.map((one) => boundText(scope.bind(one))) : undefined
  const data: WindowFunctionData = {
    function: callText(shown, ranks ?? negatedOffset(input.name, args.map(boundText))).toUpperCase(),
    specification: window.toUpperCase(),
  }
  const text = `${callText(shown, args.map(boundText), input.distinct)} OVER ${window}`
  const nullable = !ranking.has(input.name) && !neverNull.has(input.name)
  return { kind: 'call', name: windowFunctionName, args: [], type: typeOf(args), nullable, text, data }
}

/** With the offset and default that Spark adds. */
function argumentsOf({ name, args }: CallExpression): readonly Expression[] {
  if (name !== 'lag' && name !== 'lead') return args
  const defaults: readonly Expression[] = [
    { kind: 'literal', value: null, type: { kind: 'null' } },
    { kind: 'literal', value: 1, type: { kind: 'int' } },
    { kind: 'literal', value: null, type: { kind: 'null' } },
  ]
  return [...args, ...defaults.slice(args.length)]
}

/** Spark makes of `lag(v, 1)` a look ahead by -1. */
function negatedOffset(name: string, args: readonly string[]): readonly string[] {
  return name === 'lag' ? args.map((one, at) => (at === 1 ? `-${one}` : one)) : args
}

function sortText(scope: ExpressionScope, item: Expression): string {
  if (item.kind !== 'sort') return boundText(scope.bind(item))
  const { input, ascending, nullsFirst } = item
  return `${boundText(scope.bind(input))} ${ascending ? 'ASC' : 'DESC'} NULLS ${nullsFirst ? 'FIRST' : 'LAST'}`
}

function specificationText(
  { name }: CallExpression,
  { frame }: WindowSpecification,
  partitionBy: readonly string[],
  orderBy: readonly string[],
  args: readonly Bound[],
): string {
  const parts: string[] = []
  if (partitionBy.length > 0) parts.push(`PARTITION BY ${partitionBy.join(', ')}`)
  if (orderBy.length > 0) parts.push(`ORDER BY ${orderBy.join(', ')}`)
  parts.push(frame ?? defaultFrame(name, orderBy.length > 0, args))
  return parts.join(' ')
}

function defaultFrame(name: string, ordered: boolean, args: readonly Bound[]): string {
  if (name === 'lag' || name === 'lead') {
    const offset = `${name === 'lag' ? '-' : ''}${args[1] ? boundText(args[1]) : '1'} FOLLOWING`
    return `ROWS BETWEEN ${offset} AND ${offset}`
  }
  if (ranking.has(name)) return 'ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW'
  return ordered
    ? 'RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW'
    : 'ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING'
}

function notWindowFunction(bound: Bound): MillraceError {
  const text = `"${boundText(bound)}"`
  return new MillraceError(
    'UNSUPPORTED_EXPR_FOR_WINDOW',
    `Expression ${text} not supported within a window function.`,
    {
      sqlState: '42P20',
      parameters: { sqlExpr: text },
    },
  )
}

function notOrdered(name: string): MillraceError {
  return new MillraceError(
    'WINDOW_FUNCTION_FRAME_NOT_ORDERED',
    `Window function ${name} requires the window to be ordered. You need to add an ORDER BY clause. For example: SELECT ` +
      `${name}() OVER (PARTITION BY window_partition ORDER BY window_ordering) FROM table.`,
    { sqlState: '42601', parameters: { wf: name } },
  )
}
