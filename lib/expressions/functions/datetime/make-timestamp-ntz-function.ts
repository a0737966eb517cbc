/** make_timestamp_ntz and try_make_timestamp_ntz, as definitions. */
import type { SqlValue } from '../../../types/data-type.ts'
import { microsPerDay } from '../../../types/time/calendar.ts'
import { decimalType, timestampNtzType } from '../../../types/types.ts'
import { wrongArgumentCount } from '../../binder/mismatch.ts'
import { castArgument, exactArgument, signature } from '../../binder/signature.ts'
import type { Bound } from '../../bound.ts'
import type { BindContext, BoundParts, ScalarFunction } from '../../scalar-function.ts'
import { type Fields, localTime, timeOutOfBounds } from './make-timestamp.ts'

const nanosPerMicro = 1000n

/** `make_timestamp_ntz(date, time)` */
function bindDay(args: readonly Bound[], context: BindContext): BoundParts {
  const [day, time] = args as readonly [Bound, Bound]
  const cast = [castArgument(day, 0, 'date', context), exactArgument(time, 1, 'time', context)]
  return { args: cast, type: timestampNtzType, nullable: true }
}

/** @param lenient null for fields out of range */
export function makeTimestampNtzFunction(name: string, lenient: boolean, summary: string): ScalarFunction {
  const bindFields = signature({
    takes: ['int', 'int', 'int', 'int', 'int', decimalType(16, 6)],
    gives: timestampNtzType,
    nullable: (args, context) => lenient || !context.ansi || args.some((arg) => arg.nullable),
  })
  return {
    name,
    summary,
    bind(args, context) {
      if (args.length === 2) return bindDay(args, context)
      if (args.length !== 6) throw wrongArgumentCount(context.name, '[2, 6]', args.length)
      return bindFields(args, context)
    },
    evaluate(args, call, evaluation): SqlValue {
      if (call.args.length === 2) {
        const [day, time] = args as readonly [number, bigint]
        return BigInt(day) * microsPerDay + time / nanosPerMicro
      }
      const fields = args.map(Number) as readonly number[] as Fields
      const local = localTime(fields)
      if (typeof local === 'bigint') return local
      if (lenient || !evaluation.ansi) return null
      throw timeOutOfBounds(local, fields[5])
    },
  }
}
