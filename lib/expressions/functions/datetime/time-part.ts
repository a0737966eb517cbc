/** Functions of a wall clock's time, as definitions. */
import type { Micros } from '../../../types/data-type.ts'
import { microsOfDay } from '../../../types/time/calendar.ts'
import type { Zone } from '../../../types/time/zone.ts'
import { intType } from '../../../types/types.ts'
import { signature } from '../../binder/signature.ts'
import type { Bound } from '../../bound.ts'
import type { ScalarFunction } from '../../scalar-function.ts'
import { zoneData, zoneFor } from './zone-of.ts'

/** @param of the part of microseconds since midnight */
export function timePart(name: string, summary: string, of: (micros: number) => number): ScalarFunction {
  const partOf = (time: Micros, zone: Zone) => of(microsOfDay(zone.toLocal(time)))
  return {
    name,
    summary,
    bind: signature({ takes: ['any_timestamp'], gives: intType, data: zoneData }),
    evaluate: ([time], call) => partOf(time as bigint, zoneFor((call.args[0] as Bound).type, call)),
    emit(emitter, [time], call) {
      if (!time) return undefined
      const zone = emitter.constant(zoneFor(time.type, call))
      return { type: intType, value: `${emitter.constant(partOf)}(${time.value}, ${zone})`, isNull: undefined }
    },
  }
}
