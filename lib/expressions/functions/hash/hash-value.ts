/** Hash of a value of any type: what `hash` and `xxhash64` chain over their arguments (Spark's `InterpretedHashFunction`). */

import { utf8Of } from '../../../columnar/bytes.ts'
import type { DataType, SqlValue } from '../../../types/data-type.ts'
import { microsOfNanos, nanosWithinMicro } from '../../../types/time/micros-of-nanos.ts'

/** A hash function over the three shapes that values are brought into; `H` is number or bigint. */
export interface Hasher<H> {
  ofInt(value: number, seed: H): H
  ofLong(value: bigint, seed: H): H
  ofBytes(bytes: Uint8Array, seed: H): H
}

const scratch = new DataView(new ArrayBuffer(8))

/** Bits of a number, NaN and -0.0 made one. */
function floatBits(value: number): number {
  scratch.setFloat32(0, value === 0 ? 0 : Number.isNaN(value) ? Number.NaN : value)
  return scratch.getInt32(0)
}

function doubleBits(value: number): bigint {
  scratch.setFloat64(0, value === 0 ? 0 : Number.isNaN(value) ? Number.NaN : value)
  return scratch.getBigInt64(0)
}

/** Two's complement, big-endian, as short as may be (Java's `BigInteger.toByteArray`). */
function bigEndian(value: bigint): Uint8Array {
  let length = 1
  while (BigInt.asIntN(8 * length, value) !== value) length++
  const bytes = new Uint8Array(length)
  let rest = value
  for (let at = length - 1; at >= 0; at--) {
    bytes[at] = Number(rest & 0xffn)
    rest >>= 8n
  }
  return bytes
}

/** Hash of a value with a seed; of null the seed. */
export function hashValue<H>(hasher: Hasher<H>, type: DataType, value: SqlValue, seed: H): H {
  if (value === null) return seed
  switch (type.kind) {
    case 'boolean':
      return hasher.ofInt(value === true ? 1 : 0, seed)
    case 'float':
      return hasher.ofInt(floatBits(value as number), seed)
    case 'double':
      return hasher.ofLong(doubleBits(value as number), seed)
    case 'decimal':
      return type.precision <= 18
        ? hasher.ofLong(value as bigint, seed)
        : hasher.ofBytes(bigEndian(value as bigint), seed)
    case 'string':
    case 'char':
    case 'varchar':
      return hasher.ofBytes(utf8Of(value as string), seed)
    case 'binary':
      return hasher.ofBytes(value as Uint8Array, seed)
    case 'timestamp_nanos':
      return hasher.ofInt(nanosWithinMicro(value as bigint), hasher.ofLong(microsOfNanos(value as bigint), seed))
    case 'calendar_interval': {
      const [months, days, micros] = value as readonly [number, number, bigint]
      return hasher.ofInt(months, hasher.ofInt(days, hasher.ofLong(micros, seed)))
    }
    case 'array':
      return (value as readonly SqlValue[]).reduce((hash, one) => hashValue(hasher, type.element, one, hash), seed)
    case 'struct':
      return type.fields.reduce(
        (hash, field, at) => hashValue(hasher, field.type, (value as readonly SqlValue[])[at] ?? null, hash),
        seed,
      )
    default:
      return typeof value === 'bigint' ? hasher.ofLong(value, seed) : hasher.ofInt(value as number, seed)
  }
}
