import { zone } from '../../types/time/zone.ts'
import { timestampNtzType } from '../../types/types.ts'
import { castArgument, checkCount } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import { boundText } from '../bound-text.ts'
import { callText } from '../call-text.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { type ZoneData, zoneData } from './datetime/zone-of.ts'

export const convertTimezone: ScalarFunction = {
  name: 'convert_timezone',
  summary: 'What a clock in the second zone shows when one in the first (else the session zone) shows a time.',
  bind(args, context) {
    checkCount(args, 2, 3, context)
    const last = args.length - 1
    const cast = args.map((arg, at) => castArgument(arg, at, at === last ? 'timestamp_ntz' : 'string', context))
    return {
      args: cast,
      type: timestampNtzType,
      nullable: cast.some((arg: Bound) => arg.nullable),
      data: zoneData(cast, context),
      // Spark puts the call in, and its names show it.
      ...(last === 1 ? { text: callText(context.name, ['current_timezone()', ...cast.map(boundText)]) } : {}),
    }
  },
  evaluate(args, call) {
    const [from, to, time] = (args.length === 3 ? args : [(call.data as ZoneData).zone, ...args]) as readonly [
      string,
      string,
      bigint,
    ]
    return zone(to).toLocal(zone(from).toInstant(time))
  },
}
