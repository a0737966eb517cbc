import { bigintLiteral } from '../../codegen/quoting.ts'
import { nanosPerMicro } from '../../types/time/micros-of-nanos.ts'
import { timestampType } from '../../types/types.ts'
import { type Accepted, signature } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { truncateTime, truncation, truncationUnit, unitLength } from './datetime/truncate.ts'
import { microsOf, zoneData, zoneFor, zoneOf } from './datetime/zone-of.ts'

const time: Accepted = ['timestamp', 'timestamp_nanos']

const timeOf = ([, time]: readonly Bound[]) => (time as Bound).type

export const dateTrunc: ScalarFunction = {
  name: 'date_trunc',
  summary: 'The beginning of the unit a timestamp lies in; null for a unit that there is not.',
  bind: truncation(
    signature({ takes: ['string', time], gives: timeOf, nullable: true, data: zoneData }),
    0,
    (name) => truncationUnit(name) !== undefined,
  ),
  evaluate([name, time], call) {
    const unit = truncationUnit(name as string)
    if (!unit) return null
    const type = timeOf(call.args)
    const begun = truncateTime(microsOf(type, time as bigint), unit, zoneFor(type, call))
    return type.kind === 'timestamp_nanos' ? begun * nanosPerMicro : begun
  },
  emit(emitter, [, time], call) {
    const [name] = call.args
    const { fixed } = zoneOf(call)
    if (time?.type.kind === 'timestamp_nanos') return undefined
    if (name?.kind !== 'literal' || fixed === undefined || !time) return undefined
    const unit = truncationUnit(name.value as string)
    const length = unit && unitLength(unit)
    if (!length) return undefined
    const at = emitter.local(time.value)
    const local = fixed === 0n ? at : `BigInt.asIntN(64, ${at} + ${bigintLiteral(fixed)})`
    const past = emitter.local(`${local} % ${bigintLiteral(length)}`)
    const begun = `${at} - (${past} < 0n ? ${past} + ${bigintLiteral(length)} : ${past})`
    return { type: timestampType, value: emitter.local(`BigInt.asIntN(64, ${begun})`), isNull: undefined }
  },
}
