/** Arithmetic of dates and timestamps with intervals: which form an operator takes, and what each form gives. */
import { bigintLiteral } from '../../../codegen/quoting.ts'
import type { DataType, Micros, SqlValue } from '../../../types/data-type.ts'
import { addMonths, dayOfMicros, microsOfDay, microsPerDay } from '../../../types/time/calendar.ts'
import { movedNanos } from '../../../types/time/micros-of-nanos.ts'
import { formatTimestamp } from '../../../types/time/text.ts'
import { utc, type Zone, zone } from '../../../types/time/zone.ts'
import { dateType, dayTimeIntervalType, doubleType, stringType, timestampType } from '../../../types/types.ts'
import { type Accepted, accepts } from '../../binder/accepted.ts'
import { mismatch, unexpectedType } from '../../binder/mismatch.ts'
import { hasZone, isDatetime, tightestType } from '../../binder/type-coercion.ts'
import type { Bound } from '../../bound.ts'
import { boundText } from '../../bound-text.ts'
import type { Emitter, Operand } from '../../emitter.ts'
import type { BindContext, BoundCall } from '../../scalar-function.ts'
import { type CalendarParts, moveByCalendar, moveDateByCalendar } from './calendar-interval.ts'
import { datetimeOverflow } from './datetime-errors.ts'
import { microsOf } from './zone-of.ts'

/** What an operator on dates, timestamps and intervals does. `sign` is -1 where the second is subtracted. */
export interface DatetimeForm {
  readonly form:
    | 'dateDays'
    | 'dateDayTime'
    | 'dateMonths'
    | 'timeDayTime'
    | 'timeMonths'
    | 'dateCalendar'
    | 'timeCalendar'
    | 'dateDifference'
    | 'timeDifference'
  readonly sign: 1 | -1
  readonly zone: string
  readonly ansi: boolean
}

const isDateKind = (type: DataType) => type.kind === 'date'
const isTime = (type: DataType) => isDatetime(type) && type.kind !== 'date'
const isDayTime = (type: DataType) => type.kind === 'day_time_interval'
const isMonths = (type: DataType) => type.kind === 'year_month_interval'
const isCalendar = (type: DataType) => type.kind === 'calendar_interval'
const daysOnly = (type: DataType) => type.kind === 'day_time_interval' && type.to === 0

/**
 * Binds `+` or `-` where a date, a timestamp or (with text) an interval takes part, after Spark's
 * `BinaryArithmeticWithDatetimeResolver`.
 *
 * @returns undefined when it is arithmetic of numbers or of two intervals
 */
export function bindDatetimeOperator(
  symbol: '+' | '-',
  args: readonly Bound[],
  context: BindContext,
): Omit<BoundCall, 'name'> | undefined {
  if (args.length !== 2) return undefined
  const [left, right] = args as readonly [Bound, Bound]
  if (sameFamily(left.type, right.type) || meetsNull(left.type, right.type)) return undefined
  if (symbol === '-') return bindDifference(left, right, context) ?? bindMove(left, right, -1, context)
  const rightIsPoint = isPoint(right) || (isLength(left.type) && !isLength(right.type))
  const [point, amount] = !isPoint(left) && rightIsPoint ? [right, left] : [left, right]
  return bindMove(point, amount, 1, context)
}

const isPoint = ({ type }: Bound) => isDateKind(type) || isTime(type)
/** Intervals that a timestamp is moved by whatever stands beside them. */
const isLength = (type: DataType) => isDayTime(type) || isCalendar(type)
const sameFamily = (a: DataType, b: DataType) => a.kind === b.kind && (isLength(a) || isMonths(a))
const meetsNull = (a: DataType, b: DataType) =>
  (a.kind === 'null' && (isDayTime(b) || isMonths(b))) || (b.kind === 'null' && (isDayTime(a) || isMonths(a)))

const timestamps: Accepted = ['any_timestamp', 'timestamp_nanos']

/** The length between two points; undefined where something is subtracted from a point. */
function bindDifference(left: Bound, right: Bound, context: BindContext): Omit<BoundCall, 'name'> | undefined {
  if (isLength(right.type) || (isMonths(right.type) && isPoint(left))) return undefined
  const time = isTime(left.type) || isTime(right.type)
  const isText = (input: Bound) => input.type.kind === 'string' || input.type.kind === 'null'
  if (!time && !isDateKind(right.type) && !(isDateKind(left.type) && isText(right))) return undefined
  if (isDateKind(left.type) && right.type.kind === 'string' && !context.ansi) return undefined
  for (const [at, side] of [left, right].entries()) {
    if (isPoint(side) || isText(side)) continue
    throw unexpectedType(differenceText(left, right), at, side, time ? timestamps : 'date')
  }
  // SubtractTimestamps takes either kind of timestamp; a date or text beside one becomes that kind.
  const common = isTime(left.type) && isTime(right.type) ? tightestType(left.type, right.type) : undefined
  const type = !time ? dateType : (common ?? (isTime(left.type) ? left.type : right.type))
  const args = [context.cast(left, type), context.cast(right, type)]
  return {
    args,
    type: time ? dayTimeIntervalType() : dayTimeIntervalType(0, 0),
    nullable: args.some((arg) => arg.nullable),
    data: { form: time ? 'timeDifference' : 'dateDifference', sign: 1, zone: context.zone, ansi: context.ansi },
  }
}

const differenceText = (left: Bound, right: Bound) => ({
  name: '-',
  text: `(${boundText(left)} - ${boundText(right)})`,
})

function bindMove(
  point: Bound,
  amount: Bound,
  sign: 1 | -1,
  context: BindContext,
): Omit<BoundCall, 'name'> | undefined {
  const bound = (form: DatetimeForm['form'], args: readonly Bound[], type: DataType): Omit<BoundCall, 'name'> => ({
    args,
    type,
    nullable: args.some((arg) => arg.nullable),
    data: { form, sign, zone: context.zone, ansi: context.ansi } satisfies DatetimeForm,
    text: moveText(form, sign, boundText(point), boundText(amount)),
  })
  if (isPoint(point) && amount.type.kind === 'null') {
    const type = isTime(point.type) ? point.type : timestampType
    return bound('timeDayTime', [context.cast(point, type), context.cast(amount, dayTimeIntervalType())], type)
  }
  if (isDateKind(point.type)) {
    if (isMonths(amount.type)) return bound('dateMonths', [point, amount], dateType)
    if (isCalendar(amount.type)) return bound('dateCalendar', [point, amount], dateType)
    if (daysOnly(amount.type)) return bound('dateDayTime', [point, amount], dateType)
    if (isDayTime(amount.type)) return bound('timeDayTime', [context.cast(point, timestampType), amount], timestampType)
    return bound('dateDays', [point, wholeDays(point, amount, sign, context)], dateType)
  }
  if (isTime(point.type)) {
    if (isMonths(amount.type)) return bound('timeMonths', [point, amount], point.type)
    if (isCalendar(amount.type)) {
      if (point.type.kind === 'timestamp_nanos') throw notCalendar(point, amount, sign)
      return bound('timeCalendar', [point, amount], point.type)
    }
    return isDayTime(amount.type) ? bound('timeDayTime', [point, amount], point.type) : undefined
  }
  if (!isLength(amount.type)) return undefined
  if (point.type.kind !== 'string') throw noPoint(point, amount, sign)
  const form = isDayTime(amount.type) ? 'timeDayTime' : 'timeCalendar'
  return bound(form, [context.cast(point, timestampType), amount], stringType)
}

/** What an interval is added to is read as a timestamp, and the result has its type again: NULL has none. */
function noPoint(point: Bound, amount: Bound, sign: 1 | -1) {
  const sides = [boundText(point), boundText(amount)] as const
  if (point.type.kind === 'null') {
    const text = moveText('timeCalendar', sign, ...sides)
    return mismatch({ name: '+', text }, 'CAST_WITHOUT_SUGGESTION', 'cannot cast "TIMESTAMP" to "VOID".')
  }
  const text = `${sides[0]} + ${sign > 0 ? sides[1] : `(- ${sides[1]})`}`
  return unexpectedType({ name: '+', text }, 0, point, timestamps)
}

/** Nanoseconds are moved by months or by a length, not by both. */
function notCalendar(point: Bound, amount: Bound, sign: 1 | -1) {
  const moved = sign > 0 ? amount : { ...amount, text: `(- ${boundText(amount)})` }
  const text = moveText('timeCalendar', 1, boundText(point), boundText(moved))
  return unexpectedType({ name: '+', text }, 1, moved, 'day_time_interval')
}

const accepted = ['int', 'short', 'byte'] as const

/** Days to add are whole numbers up to INT, or text that is one. @throws DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE */
function wholeDays(point: Bound, amount: Bound, sign: 1 | -1, context: BindContext): Bound {
  // Text beside a date is promoted before the operator looks at it, so it is never a number of days.
  if (amount.type.kind === 'string') {
    throw notDays(point, context.cast(amount, context.ansi ? dateType : doubleType), sign)
  }
  if (accepts(accepted, amount.type)) return amount
  throw notDays(point, amount, sign)
}

function notDays(point: Bound, amount: Bound, sign: 1 | -1) {
  const text = moveText('dateDays', sign, boundText(point), boundText(amount))
  return unexpectedType({ name: sign > 0 ? 'date_add' : 'date_sub', text }, 1, amount, accepted)
}

/** Spark prints what the operator has become: date_add for days, else the two sides without brackets. */
function moveText(form: DatetimeForm['form'], sign: 1 | -1, point: string, amount: string): string {
  if (form === 'dateDays') return `${sign > 0 ? 'date_add' : 'date_sub'}(${point}, ${amount})`
  if (form !== 'dateDayTime') return `${point} ${sign > 0 ? '+' : '-'} ${amount}`
  const days = `extractansiintervaldays(${amount})`
  return `date_add(${point}, ${sign > 0 ? days : `(- ${days})`})`
}

/** Moves a day, checked against the range of an INT. */
export function addDays(days: number, count: number): number {
  const moved = days + count
  if (moved < -2_147_483_648 || moved > 2_147_483_647) throw datetimeOverflow()
  return moved
}

/** Moves an instant by days of the zone's calendar and then by microseconds (Spark's `timestampAddDayTime`). */
export function addDayTime(time: Micros, amount: Micros, where: Zone): Micros {
  const days = amount / microsPerDay
  const moved = days === 0n ? time : where.toInstant(where.toLocal(time) + days * microsPerDay)
  return checkedMicros(moved + (amount % microsPerDay))
}

/** Moves an instant by months of the zone's calendar; the time of day stays. */
export function addMonthsToTime(time: Micros, months: number, where: Zone): Micros {
  const local = where.toLocal(time)
  const day = addMonths(dayOfMicros(local), months)
  return checkedMicros(where.toInstant(BigInt(day) * microsPerDay + BigInt(microsOfDay(local))))
}

export function checkedMicros(micros: Micros): Micros {
  if (BigInt.asIntN(64, micros) !== micros) throw datetimeOverflow()
  return micros
}

/** Evaluates a form. */
export function moveDatetime(
  { form, sign, zone: zoneId, ansi }: DatetimeForm,
  a: SqlValue,
  b: SqlValue,
  call: BoundCall,
): SqlValue {
  const point = call.args[0]?.type as DataType
  const where = hasZone(point) ? zone(zoneId) : utc
  const moved = (move: (time: Micros) => Micros) =>
    point.kind === 'timestamp_nanos' ? movedNanos(a as bigint, move) : move(a as bigint)
  switch (form) {
    case 'dateDays':
      return addDays(a as number, sign * (b as number))
    case 'dateDayTime':
      return addDays(a as number, sign * Number((b as bigint) / microsPerDay))
    case 'dateMonths':
      return addDays(addMonths(a as number, sign * (b as number)), 0)
    case 'timeMonths':
      return moved((time) => addMonthsToTime(time, sign * (b as number), where))
    case 'timeDayTime': {
      const time = moved((one) => addDayTime(one, BigInt(sign) * (b as bigint), where))
      return call.type.kind === 'string' ? formatTimestamp(time, where) : time
    }
    case 'timeCalendar': {
      const time = moveByCalendar(a as bigint, b as CalendarParts, sign, where)
      return call.type.kind === 'string' ? formatTimestamp(time, where) : time
    }
    case 'dateCalendar':
      return moveDateByCalendar(a as number, b as CalendarParts, sign, ansi, zone(zoneId))
    case 'dateDifference':
      return BigInt((a as number) - (b as number)) * microsPerDay
    case 'timeDifference':
      return timeDifference(microsOf(point, a as bigint), microsOf(point, b as bigint), where)
  }
}

/** Code for a time moved by a constant length, where the clock is never set. */
export function emitMove(
  emitter: Emitter,
  { form, sign, zone: zoneId }: DatetimeForm,
  [time]: readonly Operand[],
  call: BoundCall,
): Operand | undefined {
  const [from, amount] = call.args
  const { fixed } = from?.type.kind === 'timestamp' ? zone(zoneId) : utc
  if (
    form !== 'timeDayTime' ||
    (call.type.kind !== 'timestamp' && call.type.kind !== 'timestamp_ntz') ||
    fixed === undefined
  )
    return undefined
  if (amount?.kind !== 'literal' || amount.value === null || !time) return undefined
  const length = BigInt(sign) * (amount.value as bigint)
  const at = emitter.local(time.value)
  const moved = emitter.local(`BigInt.asIntN(64, ${at} + ${bigintLiteral(length)})`)
  const raise = emitter.constant(() => {
    throw datetimeOverflow()
  })
  emitter.line(`if (${moved} ${length < 0n ? '>' : '<'} ${at}) ${raise}()`)
  return { type: call.type, value: moved, isNull: undefined }
}

/** The length between two readings of the zone's clock: a day with a change of the clock counts 24 hours. */
function timeDifference(a: Micros, b: Micros, where: Zone): Micros {
  return checkedMicros(where.toLocal(a) - where.toLocal(b))
}
