/** The zone in which a call reads its timestamps. */

import type { DataType, Micros } from '../../../types/data-type.ts'
import { microsOfNanos } from '../../../types/time/micros-of-nanos.ts'
import { utc, type Zone, zone } from '../../../types/time/zone.ts'
import { hasZone } from '../../binder/type-coercion.ts'
import type { Bound } from '../../bound.ts'
import type { BindContext, BoundCall } from '../../scalar-function.ts'

/** What a datetime call carries. */
export interface ZoneData {
  readonly zone: string
  readonly ansi: boolean
}

export const zoneData = (_: readonly Bound[], context: BindContext): ZoneData => ({
  zone: context.zone,
  ansi: context.ansi,
})

/** The session zone of a call. */
export function zoneOf(call: BoundCall): Zone {
  return zone((call.data as ZoneData).zone)
}

/** The session zone for TIMESTAMP; a TIMESTAMP_NTZ is read as it is. */
export function zoneFor(type: DataType, call: BoundCall): Zone {
  return hasZone(type) ? zoneOf(call) : utc
}

/** Microseconds of a value of any timestamp type. */
export function microsOf(type: DataType, time: bigint): Micros {
  return type.kind === 'timestamp_nanos' ? microsOfNanos(time) : time
}
