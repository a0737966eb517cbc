/** Casts that are written into the loop instead of being called: what coercion inserts all the time. */
import { bigintLiteral } from '../../codegen/quoting.ts'
import { maxLongDigits } from '../../columnar/layout.ts'
import type { DataType } from '../../types/data-type.ts'
import { microsPerDay } from '../../types/time/calendar.ts'
import { type Zone, zone as zoneOf } from '../../types/time/zone.ts'
import { equalTypes } from '../../types/types.ts'
import { doubleOfLong, longOfInt, splitLong } from '../code/words.ts'
import type { Emitter, Operand } from '../emitter.ts'
import { type CastMode, castOverflow } from './cast-mode.ts'

interface CastSite {
  readonly emitter: Emitter
  readonly value: string
  readonly from: DataType
  readonly to: DataType
  readonly mode: CastMode
}

/** Bits of the integral types that are numbers. */
const intBits: { readonly [kind: string]: number } = { byte: 8, short: 16, int: 32 }

/**
 * Code for a cast of a value that is not null; undefined when `caster` is to be called. Agrees with `castValue`.
 *
 * @param zone session zone
 */
export function castCode(
  emitter: Emitter,
  input: Operand,
  from: DataType,
  to: DataType,
  mode: CastMode,
  zone: string,
): Operand | undefined {
  if (equalTypes(from, to, false)) return { ...input, type: to }
  const site = { emitter, value: input.value, from, to, mode }
  if (intBits[from.kind] !== undefined) return fromInt(site)
  switch (from.kind) {
    case 'long':
      return fromLong(site)
    case 'boolean':
      return intBits[to.kind] === undefined ? undefined : operand(to, emitter.local(`${input.value} ? 1 : 0`))
    case 'float':
      return to.kind === 'double' ? operand(to, input.value) : undefined
    case 'double':
      return to.kind === 'float' ? operand(to, `Math.fround(${input.value})`) : fromDouble(site)
    case 'decimal':
      return to.kind === 'decimal' ? widerDecimal(site, from, to) : undefined
    case 'date':
    case 'timestamp':
    case 'timestamp_ntz':
      return betweenTimes(site, zoneOf(zone))
    default:
      return undefined
  }
}

function operand(type: DataType, value: string, isNull?: string): Operand {
  return { type, value, isNull }
}

function fromInt(site: CastSite): Operand | undefined {
  const { emitter, value, from, to } = site
  const bits = intBits[from.kind] as number
  const wanted = intBits[to.kind]
  if (wanted !== undefined) return wanted >= bits ? operand(to, value) : narrowed(site, value, wanted)
  if (to.kind === 'long') return operand(to, longOfInt(emitter, value))
  if (to.kind === 'double') return operand(to, value)
  if (to.kind === 'float') return operand(to, `Math.fround(${value})`)
  const digits = { 8: 3, 16: 5, 32: 10 }[bits] as number
  if (to.kind !== 'decimal' || to.precision - to.scale < digits) return undefined
  const long = longOfInt(emitter, value)
  return operand(to, to.scale === 0 ? long : emitter.local(scaledUp(long, to.scale, to)))
}

function fromLong(site: CastSite): Operand | undefined {
  const { emitter, value, to } = site
  if (to.kind === 'double') return operand(to, doubleOfLong(emitter, value))
  const wanted = intBits[to.kind]
  if (wanted === undefined) return undefined
  const { low, high } = splitLong(emitter, value)
  return narrowed(site, low, wanted, `${high} === ${low} >> 31`)
}

/** Towards 0; a number that does not fit, NaN among them, is not its own low bits. Java's saturation is not written here. */
function fromDouble(site: CastSite): Operand | undefined {
  const { emitter, value, to, mode } = site
  const wanted = intBits[to.kind]
  if (wanted === undefined || mode === 'legacy') return undefined
  const low = emitter.local(`${value} | 0`)
  return narrowed(site, low, wanted, `${low} === Math.trunc(${value})`)
}

/** A number of fewer bits: wraps in `legacy`, else null or an error when bits were lost. */
function narrowed(site: CastSite, low: string, bits: number, fitsInt?: string): Operand {
  const { emitter, value, from, to, mode } = site
  const kept = bits === 32 ? low : emitter.local(`${low} << ${32 - bits} >> ${32 - bits}`)
  if (mode === 'legacy') return operand(to, kept)
  const tests = [...(fitsInt === undefined ? [] : [fitsInt]), ...(bits === 32 ? [] : [`${kept} === ${low}`])]
  const fits = tests.join(' && ')
  if (mode === 'try') return operand(to, kept, emitter.local(`!(${fits})`))
  const raise = emitter.constant((given: number | bigint) => {
    throw castOverflow(given, from, to)
  })
  emitter.line(`if (!(${fits})) ${raise}(${value})`)
  return operand(to, kept)
}

function widerDecimal(
  { emitter, value }: CastSite,
  from: DataType & { readonly kind: 'decimal' },
  to: DataType & { readonly kind: 'decimal' },
): Operand | undefined {
  if (to.scale < from.scale || to.precision - to.scale < from.precision - from.scale) return undefined
  if (to.scale === from.scale) return operand(to, value)
  return operand(to, emitter.local(scaledUp(value, to.scale - from.scale, to)))
}

/** value * 10^digits; in 64 bits where the result has them, which V8 calculates without allocating. */
function scaledUp(value: string, digits: number, to: DataType & { readonly kind: 'decimal' }): string {
  const product = `${value} * ${bigintLiteral(10n ** BigInt(digits))}`
  return to.precision <= maxLongDigits ? `BigInt.asIntN(64, ${product})` : product
}

/** Only in zones without clock changes; the others look their offset up. */
function betweenTimes({ emitter, value, from, to }: CastSite, zone: Zone): Operand | undefined {
  const { fixed } = zone
  if (fixed === undefined) return undefined
  if (from.kind === 'date') {
    if (to.kind !== 'timestamp' && to.kind !== 'timestamp_ntz') return undefined
    const local = `${longOfInt(emitter, value)} * ${bigintLiteral(microsPerDay)}`
    return operand(
      to,
      emitter.local(to.kind === 'timestamp' && fixed !== 0n ? `${local} - ${bigintLiteral(fixed)}` : local),
    )
  }
  if (to.kind === 'date') return day({ emitter, value, to }, from.kind === 'timestamp' ? Number(fixed) : 0)
  if (from.kind === to.kind || (to.kind !== 'timestamp' && to.kind !== 'timestamp_ntz')) return undefined
  if (fixed === 0n) return operand(to, value)
  return operand(
    to,
    emitter.local(`BigInt.asIntN(64, ${value} ${to.kind === 'timestamp' ? '-' : '+'} ${bigintLiteral(fixed)})`),
  )
}

/** The day of a time: in doubles while they are exact (142 years to both sides of 1970), else in bigints. */
function day({ emitter, value, to }: Pick<CastSite, 'emitter' | 'value' | 'to'>, offset: number): Operand {
  const { low, high } = splitLong(emitter, value)
  const far = emitter.constant((micros: bigint) => {
    const local = micros + BigInt(offset)
    const rest = local % microsPerDay
    return Number((local - rest) / microsPerDay) - (rest < 0n ? 1 : 0)
  })
  const near = `Math.floor((${high} * 4294967296 + (${low} >>> 0) + ${offset}) / 86400000000)`
  return operand(to, emitter.local(`${high} >= -0xfffff && ${high} < 0xfffff ? ${near} : ${far}(${value})`))
}
