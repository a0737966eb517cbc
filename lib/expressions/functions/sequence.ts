import { MillraceError } from '../../errors.ts'
import type { DataType, Micros, SqlValue } from '../../types/data-type.ts'
import { addMonths, dayOfMicros, microsPerDay } from '../../types/time/calendar.ts'
import { formatCalendarInterval } from '../../types/time/duration.ts'
import type { Zone } from '../../types/time/zone.ts'
import { arrayType, isIntegral } from '../../types/types.ts'
import { mismatch } from '../binder/mismatch.ts'
import { checkCount } from '../binder/signature.ts'
import { commonType } from '../binder/type-coercion.ts'
import type { Bound } from '../bound.ts'
import type { BindContext, BoundCall, ScalarFunction } from '../scalar-function.ts'
import { type CalendarParts, moveByCalendar } from './datetime/calendar-interval.ts'
import { addDayTime, addMonthsToTime } from './datetime/interval-operand.ts'
import { zoneData, zoneFor, zoneOf } from './datetime/zone-of.ts'
import { checkedSize } from './text/size-limit.ts'

const isInterval = (type: DataType) =>
  type.kind === 'day_time_interval' || type.kind === 'year_month_interval' || type.kind === 'calendar_interval'
const isTime = (type: DataType) => ['date', 'timestamp', 'timestamp_ntz'].includes(type.kind)

function wrongTypes(context: BindContext): MillraceError {
  return mismatch(
    context,
    'SEQUENCE_WRONG_INPUT_TYPES',
    '`sequence` uses the wrong parameter type. The parameter type must conform to: 1. The start and stop expressions must ' +
      'resolve to the same type. 2. If start and stop expressions resolve to the ("TIMESTAMP" or "TIMESTAMP_NTZ" or "DATE") ' +
      'type, then the step expression must resolve to the ("INTERVAL" or "INTERVAL YEAR TO MONTH" or "INTERVAL DAY TO ' +
      'SECOND") type. 3. Otherwise, if start and stop expressions resolve to the "INTEGRAL" type, then the step expression ' +
      'must resolve to the same type.',
  )
}

/** Start, stop and a step of numbers are cast to one type; an interval stays. */
function bindSequence(args: readonly Bound[], context: BindContext) {
  checkCount(args, 2, 3, context)
  const count = args[2] && isInterval(args[2].type) ? 2 : args.length
  const type = commonType(
    args.slice(0, count).map((arg) => arg.type),
    context.ansi,
  )
  if (!type) throw wrongTypes(context)
  const same = args.map((arg, at) => (at < count ? context.cast(arg, type) : arg))
  const [start, step] = [same[0] as Bound, same[2]]
  const fits = isTime(start.type) ? !step || isInterval(step.type) : isIntegral(start.type) && count === args.length
  if (!fits) throw wrongTypes(context)
  return {
    args: same,
    type: arrayType(start.type, false),
    nullable: same.some((arg) => arg.nullable),
    data: zoneData(same, context),
  }
}

function illegal(start: SqlValue, stop: SqlValue, step: SqlValue): MillraceError {
  return new MillraceError(
    'MILLRACE_ILLEGAL_SEQUENCE_BOUNDARIES',
    `The step leads away from the end or nowhere: Illegal sequence boundaries: ${start} to ${stop} by ${step}`,
  )
}

/** Spark's limit; ours is `checkedSize`. */
const longestArray = 2_147_483_632

function tooLong(length: number): MillraceError {
  return new MillraceError(
    'COLLECTION_SIZE_LIMIT_EXCEEDED.PARAMETER',
    `Can't create array with ${length} elements which exceeding the array size limit ${longestArray}, the value of ` +
      'parameter(s) `count` in the function `sequence` is invalid.',
    { sqlState: '54000' },
  )
}

/** From start by step, not beyond stop. */
function whole(start: bigint, stop: bigint, step: bigint): bigint[] {
  if (step === 0n ? start !== stop : step > 0n ? start > stop : start < stop) throw illegal(start, stop, step)
  const length = step === 0n ? 1 : Number((stop - start) / step) + 1
  if (length > longestArray) throw tooLong(length)
  checkedSize(length)
  return Array.from({ length }, (_, at) => start + BigInt(at) * step)
}

/** Each moved from the start, so that the 31st comes back after a shorter month. */
function moved<T extends number | bigint>(start: T, stop: T, step: SqlValue, move: (times: number) => T): T[] {
  const forward = move(1) > start
  if (move(1) === start ? start !== stop : forward ? start > stop : start < stop) throw illegal(start, stop, step)
  const values: T[] = [start]
  if (move(1) === start) return values
  for (let times = 1; ; times++) {
    const next = move(times)
    if (forward ? next > stop : next < stop) return values
    values.push(next)
    checkedSize(values.length)
  }
}

function days(start: number, stop: number, step: SqlValue, months: boolean): SqlValue {
  if (months) return moved(start, stop, step, (times) => addMonths(start, times * (step as number)))
  const micros = step as bigint
  if (micros / microsPerDay === 0n && micros !== 0n) {
    throw new MillraceError(
      'MILLRACE_SEQUENCE_STEP',
      'sequence step must be an interval day to second of day granularity if start and end values are dates',
    )
  }
  return moved(start, stop, step, (times) => Math.floor(Number((BigInt(times) * micros) / microsPerDay)) + start)
}

function times(start: Micros, stop: Micros, step: SqlValue, months: boolean, zone: Zone): SqlValue {
  if (months) return moved(start, stop, step, (count) => addMonthsToTime(start, count * (step as number), zone))
  const micros = step as bigint
  if (micros / microsPerDay === 0n) return whole(start, stop, micros)
  return moved(start, stop, step, (count) => addDayTime(start, BigInt(count) * micros, zone))
}

/** By a calendar interval: each value is the start moved by so many of its parts. */
function calendarTimes(start: Micros, stop: Micros, [months, days, micros]: CalendarParts, zone: Zone): Micros[] {
  const step = `${formatCalendarInterval({ months, days, micros })}`
  return moved(start, stop, step, (count) =>
    moveByCalendar(start, [count * months, count * days, BigInt(count) * micros], 1, zone),
  )
}

/** Days by a calendar interval: the midnights of the zone that are reached. */
function calendarDays(start: number, stop: number, step: CalendarParts, zone: Zone): number[] {
  const midnight = (day: number) => zone.toInstant(BigInt(day) * microsPerDay)
  return calendarTimes(midnight(start), midnight(stop), step, zone).map((time) => dayOfMicros(zone.toLocal(time)))
}

function evaluateSequence([start, stop, step]: readonly SqlValue[], call: BoundCall): SqlValue {
  const { kind } = (call.args[0] as Bound).type
  if (call.args[2]?.type.kind === 'calendar_interval') {
    const parts = step as CalendarParts
    if (kind === 'date') return calendarDays(start as number, stop as number, parts, zoneOf(call))
    return calendarTimes(start as bigint, stop as bigint, parts, zoneFor((call.args[0] as Bound).type, call))
  }
  const months = call.args[2]?.type.kind === 'year_month_interval'
  const up = (start as number | bigint) <= (stop as number | bigint)
  switch (kind) {
    case 'date':
      return days(start as number, stop as number, step ?? (up ? microsPerDay : -microsPerDay), months)
    case 'timestamp':
    case 'timestamp_ntz': {
      const zone = zoneFor(call.args[0]?.type as DataType, call)
      return times(start as bigint, stop as bigint, step ?? (up ? microsPerDay : -microsPerDay), months, zone)
    }
    case 'long':
      return whole(start as bigint, stop as bigint, (step as bigint | undefined) ?? (up ? 1n : -1n))
    default:
      return whole(
        BigInt(start as number),
        BigInt(stop as number),
        BigInt((step as number | undefined) ?? (up ? 1 : -1)),
      ).map(Number)
  }
}

export const sequence: ScalarFunction = {
  name: 'sequence',
  summary: 'The whole numbers, days or times from one to another, by a step or an interval.',
  bind: bindSequence,
  evaluate: (args, call) => evaluateSequence(args as readonly SqlValue[], call),
}
