/** Ranges of the integral types and wrapping, as Java's arithmetic does it. */
import type { DataType } from '../../../types/data-type.ts'

const bits: { readonly [kind: string]: number } = { byte: 8, short: 16, int: 32, long: 64 }

/** Whether an exact result fits its integral type. */
export function fitsIntegral(kind: DataType['kind'], value: number | bigint): boolean {
  return wrapIntegral(kind, value) === value
}

/** An exact result modulo the type's size. Numbers must be exact (below 2^53), or bigint. */
export function wrapIntegral(kind: DataType['kind'], value: number | bigint): number | bigint {
  switch (kind) {
    case 'long':
      return BigInt.asIntN(64, BigInt(value))
    case 'int':
      return typeof value === 'bigint' ? Number(BigInt.asIntN(32, value)) : value | 0
    default: {
      const unused = 32 - (bits[kind] ?? 32)
      return (Number(value) << unused) >> unused
    }
  }
}
