/** The rows that a window function sees, as Spark's analyzer checks and completes them. */
import { MillraceError } from '../../errors.ts'
import type { DataType } from '../../types/data-type.ts'
import { typeSql } from '../../types/ddl/type-sql.ts'
import { equalTypes, isNumeric } from '../../types/types.ts'
import type { Bound } from '../bound.ts'
import { boundText } from '../bound-text.ts'
import { call, operation } from '../build.ts'
import type { Expression, FrameBound, WindowFrame, WindowSpecification } from '../expression.ts'
import { expressionText, frameText as textOfFrame } from '../expression-text.ts'
import { interpreter } from '../interpret.ts'
import { givePlace, placeOf } from '../text-place.ts'
import type { BoundOrder } from './bind-order.ts'
import { canCast } from './cast-rules.ts'
import type { ExpressionScope } from './expression-scope.ts'
import { mismatch } from './mismatch.ts'

/** An end of a frame: rows before (negative) or after the present one; `value` = where an argument's value stands. */
export type BoundFrameEnd = 'unbounded' | 'current' | 'value' | number

export interface BoundFrame {
  readonly unit: 'ROWS' | 'RANGE'
  readonly lower: BoundFrameEnd
  readonly upper: BoundFrameEnd
}

export const growingRows: BoundFrame = { unit: 'ROWS', lower: 'unbounded', upper: 'current' }

/** What Spark gives a specification without a frame. */
function defaultFrame(ordered: boolean): BoundFrame {
  return ordered
    ? { unit: 'RANGE', lower: 'unbounded', upper: 'current' }
    : { unit: 'ROWS', lower: 'unbounded', upper: 'unbounded' }
}

type OrderWithText = BoundOrder & { readonly text: string }

/**
 * Binds a specification's frame.
 *
 * @param own the function's; undefined = any, and the default one where none is written
 * @param name the function's
 * @returns also the values at which a frame by distance begins and ends, and the text
 * @throws DATATYPE_MISMATCH.SPECIFIED_WINDOW_FRAME_*, DATATYPE_MISMATCH.RANGE_FRAME_*, _LEGACY_ERROR_TEMP_1035, _LEGACY_ERROR_TEMP_1036
 */
export function bindFrame(
  scope: ExpressionScope,
  window: WindowSpecification,
  orders: readonly OrderWithText[],
  own: BoundFrame | undefined,
  name: string,
): { readonly frame: BoundFrame; readonly keys: readonly Bound[]; readonly text: string } {
  if (!window.frame) {
    const frame = own ?? defaultFrame(orders.length > 0)
    return { frame, keys: [], text: ownText(frame) }
  }
  const written = coerced(scope, window.frame, orders)
  const text = textOfFrame(written, (value) => boundText(scope.bind(isCoerced(value, window) ? value.input : value)))
  const context = { name: 'specifiedwindowframe', text }
  const [lower, upper] = [written.lower, written.upper].map((end, at) =>
    checkedEnd(scope, written, end, at === 0 ? 'lower' : 'upper', context),
  ) as [CheckedEnd, CheckedEnd]
  requireOrder(lower, upper, context)
  if (written.unit === 'RANGE') requireRange(window, orders, lower, upper, text)
  const ends = { unit: written.unit, lower: lower.end, upper: upper.end }
  if (own && !(ends.unit === own.unit && ends.lower === own.lower && ends.upper === own.upper))
    throw shifts(own) ? noFrame(name) : otherFrame(ends, own)
  if (written.unit === 'ROWS') return { frame: ends, keys: [], text }
  const order = orders[0]
  const keys = [lower, upper].flatMap((one) => (one.value && order ? [valueAt(scope, window, order, one)] : []))
  return { frame: ends, keys, text }
}

/** Distances get the order's type, whatever it is but a time (Spark: WindowFrameCoercion); a sign goes inside the cast. */
function coerced(scope: ExpressionScope, frame: WindowFrame, orders: readonly OrderWithText[]): WindowFrame {
  const [order, ...more] = orders
  if (frame.unit === 'ROWS' || !order || more.length > 0) return frame
  const { type } = order.value
  if (type.kind === 'date' || type.kind === 'timestamp') return frame
  const change = (bound: FrameBound): FrameBound => {
    if (bound.kind !== 'offset') return bound
    const from = scope.bind(bound.value).type
    if (equalTypes(from, type, false) || !canCast(from, type, scope.options.ansi ? 'ansi' : 'legacy')) return bound
    const input = bound.side === 'PRECEDING' ? operation('negative', bound.value) : bound.value
    const value = givePlace<Expression>({ kind: 'cast', input, type, mode: 'cast' }, placeOf(bound.value))
    return { kind: 'offset', value, side: 'FOLLOWING' }
  }
  return { ...frame, lower: change(frame.lower), upper: change(frame.upper) }
}

/** Whether a distance's cast is not the program's. */
function isCoerced(
  value: Expression,
  { frame }: WindowSpecification,
): value is Extract<Expression, { readonly kind: 'cast' }> {
  const given = [frame?.lower, frame?.upper].some((end) => end?.kind === 'offset' && end.value === value)
  return value.kind === 'cast' && !given
}

interface CheckedEnd {
  readonly end: BoundFrameEnd
  readonly written: FrameBound
  /** Of a distance. */
  readonly value: Bound | undefined
  /** Of a distance in whole numbers, to be compared. */
  readonly distance: number | undefined
}

const distanceKinds = new Set(['day_time_interval', 'year_month_interval', 'calendar_interval'])

function checkedEnd(
  scope: ExpressionScope,
  frame: WindowFrame,
  written: FrameBound,
  location: string,
  context: { readonly name: string; readonly text: string },
): CheckedEnd {
  if (written.kind === 'current') return { end: 'current', written, value: undefined, distance: 0 }
  if (written.kind === 'unbounded') return { end: 'unbounded', written, value: undefined, distance: undefined }
  const value = scope.bind(written.value)
  const { kind } = value.type
  const isRows = frame.unit === 'ROWS'
  const fits = isRows ? ['int', 'short', 'byte'].includes(kind) : isNumeric(value.type) || distanceKinds.has(kind)
  if (!fits) {
    const expected = isRows
      ? '"INT"'
      : '("NUMERIC" or "INTERVAL DAY TO SECOND" or "INTERVAL YEAR TO MONTH" or "INTERVAL")'
    const found: DataType = kind === 'null' ? { kind: 'double' } : value.type
    throw mismatch(
      context,
      'SPECIFIED_WINDOW_FRAME_UNACCEPTED_TYPE',
      `The data type of the ${location} bound "${typeSql(found)}" does not match the expected data type ${expected}.`,
    )
  }
  const { functions, ansi, zone } = scope.options
  const evaluation = { batchTime: 0n, epoch: 0, queryId: '', zone, ansi, functions: new Map() }
  const constant = scope.around(written.value, () => interpreter(value, { functions, evaluation })([]))
  const sign = written.side === 'FOLLOWING' ? 1 : -1
  const distance = typeof constant === 'number' || typeof constant === 'bigint' ? sign * Number(constant) : undefined
  return { end: isRows ? (distance as number) : 'value', written, value, distance }
}

function requireOrder(
  lower: CheckedEnd,
  upper: CheckedEnd,
  context: { readonly name: string; readonly text: string },
): void {
  const [first, last] = [lower.written, upper.written]
  if (
    (first.kind === 'unbounded' && first.side === 'FOLLOWING') ||
    (last.kind === 'unbounded' && last.side === 'PRECEDING')
  ) {
    const text = (one: FrameBound) => (one.kind === 'current' ? 'CURRENT ROW' : `UNBOUNDED ${one.side}`)
    throw mismatch(
      context,
      'SPECIFIED_WINDOW_FRAME_INVALID_BOUND',
      `Window frame upper bound "${text(last)}" does not follow the lower bound "${text(first)}".`,
    )
  }
  if (!lower.value || !upper.value) return
  if (!equalTypes(lower.value.type, upper.value.type, false)) {
    const shown = (one: CheckedEnd) => {
      const text = boundText(one.value as Bound)
      return `"${one.written.kind === 'offset' && one.written.side === 'PRECEDING' ? `(- ${text})` : text}"`
    }
    const types = [lower, upper].map((one) => `"${typeSql((one.value as Bound).type)}"`)
    throw mismatch(
      context,
      'SPECIFIED_WINDOW_FRAME_DIFF_TYPES',
      `Window frame bounds ${shown(lower)} and ${shown(upper)} do not have the same type: ${types[0]} <> ${types[1]}.`,
    )
  }
  if (lower.distance === undefined || upper.distance === undefined || lower.distance <= upper.distance) return
  throw mismatch(
    context,
    'SPECIFIED_WINDOW_FRAME_WRONG_COMPARISON',
    'The lower bound of a window frame must be less than or equal to the upper bound.',
  )
}

/** Which types of distances an order's type takes (Spark: WindowSpecDefinition.isValidFrameType). */
function takesDistance(order: DataType, distance: DataType): boolean {
  if (order.kind === 'date') return ['int', 'short', 'byte'].includes(distance.kind) || distanceKinds.has(distance.kind)
  if (order.kind === 'timestamp' || order.kind === 'timestamp_ntz') return distanceKinds.has(distance.kind)
  return (isNumeric(order) && isNumeric(distance)) || order.kind === distance.kind
}

function requireRange(
  { partitionBy }: WindowSpecification,
  orders: readonly OrderWithText[],
  lower: CheckedEnd,
  upper: CheckedEnd,
  frame: string,
): void {
  const by = partitionBy.length > 0 ? `PARTITION BY ${partitionBy.map(expressionText).join(', ')} ` : ''
  const ordered = orders.length > 0 ? `ORDER BY ${orders.map(({ text }) => text).join(', ')} ` : ''
  const context = { name: 'windowspecdefinition', text: `(${by}${ordered}${frame})` }
  if (orders.length === 0 && !(lower.end === 'unbounded' && upper.end === 'unbounded')) {
    throw mismatch(
      context,
      'RANGE_FRAME_WITHOUT_ORDER',
      'A range window frame cannot be used in an unordered window specification.',
    )
  }
  const distance = lower.value ?? upper.value
  if (!distance) return
  if (orders.length > 1) {
    throw mismatch(
      context,
      'RANGE_FRAME_MULTI_ORDER',
      `A range window frame with value boundaries cannot be used in a window specification with multiple order by expressions: ${orders.map(({ text }) => text).join(',')}.`,
    )
  }
  const order = (orders[0] as OrderWithText).value.type
  if (takesDistance(order, distance.type)) return
  throw mismatch(
    context,
    'RANGE_FRAME_INVALID_TYPE',
    `The data type "${typeSql(order)}" used in the order specification does not support the data type "${typeSql(distance.type)}" which is used in the range frame.`,
  )
}

/** The value at which the frame of a row begins or ends. */
function valueAt(
  scope: ExpressionScope,
  { orderBy }: WindowSpecification,
  { ascending }: BoundOrder,
  { written }: CheckedEnd,
): Bound {
  const bound = written as Extract<FrameBound, { readonly kind: 'offset' }>
  const forward = (bound.side === 'FOLLOWING') === ascending
  const [item] = orderBy as readonly [Expression]
  const key = item.kind === 'sort' ? item.input : item
  return scope.bind(call(forward ? '+' : '-', key, bound.value))
}

function ownText({ unit, lower, upper }: BoundFrame): string {
  const end = (one: BoundFrameEnd, unbounded: string) => {
    if (one === 'unbounded') return `UNBOUNDED ${unbounded}`
    return one === 'current' ? 'CURRENT ROW' : `${one} FOLLOWING`
  }
  return `${unit} BETWEEN ${end(lower, 'PRECEDING')} AND ${end(upper, 'FOLLOWING')}`
}

/** Whether a frame is one other row, as that of lag and lead. */
const shifts = ({ lower, upper }: BoundFrame) => typeof lower === 'number' && lower === upper

/** What Spark says of a frame for lag and lead, and of an offset that is null. */
export function noFrame(name: string): MillraceError {
  return new MillraceError('_LEGACY_ERROR_TEMP_1035', `Cannot specify window frame for ${name} function.`)
}

function otherFrame(given: BoundFrame, wanted: BoundFrame): MillraceError {
  const end = (one: BoundFrameEnd, unbounded: string) => {
    if (one === 'unbounded') return unbounded
    return one === 'current' ? 'currentrow$()' : String(one)
  }
  const text = ({ unit, lower, upper }: BoundFrame) =>
    `specifiedwindowframe(${unit === 'ROWS' ? 'RowFrame' : 'RangeFrame'}, ${end(lower, 'unboundedpreceding$()')}, ${end(upper, 'unboundedfollowing$()')})`
  return new MillraceError(
    '_LEGACY_ERROR_TEMP_1036',
    `Window Frame ${text(given)} must match the required frame ${text(wanted)}.`,
  )
}
