import { bigintLiteral } from '../../codegen/quoting.ts'
import { timestampType } from '../../types/types.ts'
import { nanoTimestamps } from '../binder/accepted.ts'
import { type Accepted, signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { truncateTime, truncation, truncationUnit, unitLength } from './datetime/truncate.ts'
import { zoneData, zoneOf } from './datetime/zone-of.ts'

const time: Accepted = { anyOf: ['timestamp'], shown: `("TIMESTAMP" or ${nanoTimestamps})` }

export const dateTrunc: ScalarFunction = {
  name: 'date_trunc',
  summary: 'The beginning of the unit a timestamp lies in; null for a unit that there is not.',
  bind: truncation(
    signature({ takes: ['string', time], gives: timestampType, nullable: true, data: zoneData }),
    0,
    (name) => truncationUnit(name) !== undefined,
  ),
  evaluate([name, time], call) {
    const unit = truncationUnit(name as string)
    return unit ? truncateTime(time as bigint, unit, zoneOf(call)) : null
  },
  emit(emitter, [, time], call) {
    const [name] = call.args
    const { fixed } = zoneOf(call)
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
