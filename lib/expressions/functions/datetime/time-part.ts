/** Functions of a wall clock's time, as definitions. */
import type { DataType, Micros } from '../../../types/data-type.ts'
import { microsOfDay } from '../../../types/time/calendar.ts'
import { microsOfNanos } from '../../../types/time/micros-of-nanos.ts'
import type { Zone } from '../../../types/time/zone.ts'
import { intType } from '../../../types/types.ts'
import { type Accepted, acceptedText } from '../../binder/accepted.ts'
import { signature } from '../../binder/signature.ts'
import type { Bound } from '../../bound.ts'
import type { ScalarFunction } from '../../scalar-function.ts'
import { zoneData, zoneFor } from './zone-of.ts'

/** Spark's messages do not know of nanoseconds here. */
const anyTime: Accepted = { anyOf: ['any_timestamp', 'timestamp_nanos'], shown: acceptedText('any_timestamp') }

/** @param of the part of microseconds since midnight */
export function timePart(name: string, summary: string, of: (micros: number) => number): ScalarFunction {
  const partOf = (time: Micros, zone: Zone) => of(microsOfDay(zone.toLocal(time)))
  const partOfNanos = (nanos: bigint, zone: Zone) => partOf(microsOfNanos(nanos), zone)
  const reader = (type: DataType) => (type.kind === 'timestamp_nanos' ? partOfNanos : partOf)
  return {
    name,
    summary,
    bind: signature({ takes: [anyTime], gives: intType, data: zoneData }),
    evaluate([time], call) {
      const { type } = call.args[0] as Bound
      return reader(type)(time as bigint, zoneFor(type, call))
    },
    emit(emitter, [time], call) {
      if (!time) return undefined
      const zone = emitter.constant(zoneFor(time.type, call))
      return {
        type: intType,
        value: `${emitter.constant(reader(time.type))}(${time.value}, ${zone})`,
        isNull: undefined,
      }
    },
  }
}
