import type { DataType, Micros } from '../../types/data-type.ts'
import { civilDate, dayOfMicros, floorDiv, microsPerDay } from '../../types/time/calendar.ts'
import { utc, type Zone, zone } from '../../types/time/zone.ts'
import { mismatch, unexpectedType } from '../binder/mismatch.ts'
import { castArgument, checkCount, exactArgument } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import { boundText } from '../bound-text.ts'
import { callText } from '../call-text.ts'
import { literalText } from '../literal-text.ts'
import type { BindContext, ScalarFunction } from '../scalar-function.ts'
import { addDayTime, addMonthsToTime } from './datetime/interval-operand.ts'

interface Buckets {
  /** Undefined when size or origin is null. */
  readonly size: bigint | undefined
  readonly unit: 'micros' | 'months'
  readonly origin: Micros
  readonly zone: string
}

/** Where buckets are counted from when nothing is said: 1970 on the clock of the session. */
function defaultOrigin(type: DataType, zoneId: string): Bound {
  if (type.kind === 'timestamp_ntz') return { kind: 'literal', type, nullable: false, value: 0n }
  const timestamp: DataType = { kind: 'timestamp' }
  const where = zone(zoneId)
  const value = where.toInstant(0n)
  return { kind: 'literal', type: timestamp, nullable: false, value, text: literalText(value, timestamp, where) }
}

/** @throws DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE for a size that is not positive */
function checkedSize(size: Bound, context: BindContext): bigint | undefined {
  const value = context.constant(size, 'bucketSize')
  if (value === null) return undefined
  if (BigInt(value as bigint) > 0n) return BigInt(value as bigint)
  const detail = `The \`bucketSize\` must be between (0, inf) (current value = ${literalText(value, size.type)}).`
  throw mismatch(context, 'VALUE_OUT_OF_RANGE', detail)
}

/** The start of the bucket: a guess from the clock's reading, put right where months or changes of the clock are uneven. */
function startOf(time: Micros, { unit, origin }: Buckets, size: bigint, where: Zone): Micros {
  const start = (count: bigint): Micros =>
    unit === 'months'
      ? addMonthsToTime(origin, Number(count * size), where)
      : size < microsPerDay
        ? origin + count * size
        : addDayTime(origin, count * size, where)
  let count =
    unit === 'months'
      ? floorDiv(BigInt(monthOf(where.toLocal(time)) - monthOf(where.toLocal(origin))), size)
      : size < microsPerDay
        ? floorDiv(time - origin, size)
        : floorDiv(where.toLocal(time) - where.toLocal(origin), size)
  while (start(count) > time) count--
  while (start(count + 1n) <= time) count++
  return start(count)
}

function monthOf(local: Micros): number {
  const { year, month } = civilDate(dayOfMicros(local))
  return year * 12 + month
}

export const timeBucket: ScalarFunction = {
  name: 'time_bucket',
  summary: 'The start of the bucket of a size, counted from an origin, that a timestamp is in.',
  bind(given, plain) {
    checkCount(given, 2, 3, plain)
    const [size, time] = given as readonly [Bound, Bound]
    const all = given.length === 3 ? given : [size, time, defaultOrigin(time.type, plain.zone)]
    const text = callText('time_bucket', all.map(boundText))
    const context: BindContext = { ...plain, text }
    exactArgument(size, 0, ['day_time_interval', 'year_month_interval'], context)
    const cast = time.type.kind === 'null' ? castArgument(time, 1, 'timestamp', context) : time
    exactArgument(cast, 1, 'any_timestamp', context)
    const origin = all[2] as Bound
    if (origin.type.kind !== cast.type.kind && origin.type.kind !== 'null') {
      throw unexpectedType(context, 2, origin, cast.type)
    }
    const from = context.constant(context.cast(origin, cast.type), 'origin')
    const data: Buckets = {
      size: from === null ? undefined : checkedSize(size, context),
      unit: size.type.kind === 'day_time_interval' ? 'micros' : 'months',
      origin: (from ?? 0n) as bigint,
      zone: context.zone,
    }
    const args = [size, cast, origin]
    return { args, type: cast.type, nullable: args.some((arg) => arg.nullable), data, text }
  },
  evaluate([, time], call) {
    const data = call.data as Buckets
    const where = call.type.kind === 'timestamp' ? zone(data.zone) : utc
    return data.size === undefined ? null : startOf(time as bigint, data, data.size, where)
  },
}
