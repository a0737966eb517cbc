import { MillraceError } from '../../errors.ts'
import { microsOfNanos, nanosWithinMicro } from '../../types/time/micros-of-nanos.ts'
import { type DatetimePattern, NoZone } from '../../types/time/pattern.ts'
import type { Zone } from '../../types/time/zone.ts'
import { stringType } from '../../types/types.ts'
import { acceptedText } from '../binder/accepted.ts'
import { type Accepted, signature } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { patternOf } from './datetime/parse-function.ts'
import { zoneData, zoneOf } from './datetime/zone-of.ts'

const printable: Accepted = {
  anyOf: ['timestamp', 'timestamp_nanos'],
  shown: `("TIMESTAMP" or "TIME" or ${acceptedText('timestamp_nanos')})`,
}

/** Text of nanoseconds; a wall clock's reading has no zone to print. @throws INVALID_PARAMETER_VALUE.PATTERN */
function formatNanos(nanos: bigint, pattern: DatetimePattern, local: boolean, zone: Zone): string {
  const [micros, within] = [microsOfNanos(nanos), nanosWithinMicro(nanos)]
  if (!local) return pattern.format(micros, zone, within)
  try {
    return pattern.formatLocal(micros, within)
  } catch (error) {
    if (!(error instanceof NoZone)) throw error
    throw new MillraceError(
      'INVALID_PARAMETER_VALUE.PATTERN',
      `The value of parameter(s) \`format\` in \`date_format\` is invalid: '${pattern.pattern}'.`,
      { sqlState: '22023', parameters: { parameter: '`format`', functionName: '`date_format`' } },
    )
  }
}

export const dateFormat: ScalarFunction = {
  name: 'date_format',
  summary: 'A timestamp as text by a pattern.',
  bind: signature({ takes: [printable, 'string'], gives: stringType, data: zoneData }),
  evaluate([time, text], call) {
    const { type } = call.args[0] as Bound
    const pattern = patternOf(call, text as string)
    if (type.kind === 'timestamp_nanos') return formatNanos(time as bigint, pattern, type.local, zoneOf(call))
    return pattern.format(time as bigint, zoneOf(call))
  },
}
