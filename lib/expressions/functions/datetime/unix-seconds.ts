/** unix_timestamp and to_unix_timestamp, as definitions. */
import type { Micros, SqlValue } from '../../../types/data-type.ts'
import { microsPerSecond } from '../../../types/time/calendar.ts'
import { longType } from '../../../types/types.ts'
import { type Accepted, checkCount, exactArgument } from '../../binder/signature.ts'
import type { Bound } from '../../bound.ts'
import type { BindContext, BoundCall, ScalarFunction } from '../../scalar-function.ts'
import { cannotParse, parseWith, patternOf } from './parse-function.ts'
import { microsOf, type ZoneData, zoneOf } from './zone-of.ts'

const defaultPattern = 'yyyy-MM-dd HH:mm:ss'
const readable: Accepted = ['string', 'date', 'timestamp', 'timestamp_ntz', 'timestamp_nanos']

function bindSeconds(args: readonly Bound[], context: BindContext, least: 0 | 1): Omit<BoundCall, 'name'> {
  checkCount(args, least, 2, context)
  const data: ZoneData = { zone: context.zone, ansi: context.ansi }
  const cast = args.map((arg, at) => exactArgument(arg, at, at === 0 ? readable : 'string', context))
  const nullable = cast.length > 0 && (!context.ansi || cast.some((arg) => arg.nullable))
  return { args: cast, type: longType, nullable, data }
}

/** Cut towards 1970, where unix_seconds rounds down: half a second before it is 0. */
const seconds = (micros: Micros) => micros / microsPerSecond

function secondsOf(value: SqlValue, pattern: string, call: BoundCall): SqlValue {
  const { type } = call.args[0] as Bound
  switch (type.kind) {
    case 'date':
      return seconds(zoneOf(call).startOfDay(value as number))
    case 'string': {
      const failed = (failure: string): SqlValue => {
        if ((call.data as ZoneData).ansi) throw cannotParse(value as string, failure, 'try_to_timestamp')
        return null
      }
      const micros = parseWith(patternOf(call, pattern), value as string, zoneOf(call), failed)
      return micros === null ? null : seconds(micros as Micros)
    }
    default:
      return seconds(microsOf(type, value as bigint))
  }
}

/** @param least arguments that must be there: none means the time of the batch */
export function unixSeconds(name: string, least: 0 | 1, summary: string): ScalarFunction {
  return {
    name,
    summary,
    ...(least === 0 ? { deterministic: false } : {}),
    bind: (args, context) => bindSeconds(args, context, least),
    evaluate([value, pattern], call, evaluation) {
      if (value === undefined) return seconds(evaluation.batchTime)
      return secondsOf(value as SqlValue, (pattern as string | undefined) ?? defaultPattern, call)
    },
  }
}
