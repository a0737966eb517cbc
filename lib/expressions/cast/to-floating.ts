/** Casts to FLOAT and DOUBLE. */
import type { SqlValue } from '../../types/data-type.ts'
import { Decimal } from '../../types/values/decimal.ts'
import { type Cast, type CastPair, invalidInput } from './cast-mode.ts'
import { parseFloating } from './text-to-number.ts'

/** A long as the nearest float; through a double it could be rounded twice. */
export function longToFloat(value: bigint): number {
  const magnitude = value < 0n ? -value : value
  if (magnitude < 1n << 53n) return Math.fround(Number(value))
  const sticky = (magnitude & 2047n) === 0n ? 0n : 1n
  const rounded = Math.fround(Number((magnitude >> 11n) | sticky) * 2048)
  return value < 0n ? -rounded : rounded
}

/** A cast to FLOAT or DOUBLE from any type that Spark allows. */
export function toFloating({ from, to, mode }: CastPair): Cast {
  const round = to.kind === 'float' ? Math.fround : (value: number) => value
  switch (from.kind) {
    case 'byte':
    case 'short':
    case 'int':
    case 'float':
    case 'double':
      return (value) => round(value as number)
    case 'long':
      return to.kind === 'float' ? (value) => longToFloat(value as bigint) : (value) => Number(value)
    case 'boolean':
      return (value) => (value === true ? 1 : 0)
    case 'decimal': {
      const { scale } = from
      return (value) => round(Number(new Decimal(value as bigint, scale).toString()))
    }
    case 'timestamp':
      return (value) => round(Number(value) / 1e6)
    case 'string':
    case 'char':
    case 'varchar':
      return (value): SqlValue => {
        const number = parseFloating(value as string)
        if (number !== undefined) return round(number)
        if (mode === 'ansi') throw invalidInput(value, from, to)
        return null
      }
    default:
      return () => null
  }
}
