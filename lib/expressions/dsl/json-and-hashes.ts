/** JSON and hashes: Spark's functions, under its names in camelCase. Text arguments are values, columns are `col('name')`. */
import type { IntT, LongT, StringT } from '../../types/typed/type-tags.ts'
import type { Column, Operand } from '../column.ts'
import { callOf } from './call-of.ts'

/** What a path (`$.a[0]`) leads to in JSON text, as text. */
export function getJsonObject<M extends string = never>(text: Operand<M>, path: Operand<M>): Column<StringT, M> {
  return callOf('get_json_object', text, path)
}

/** A hash of 32 bits over all arguments (Murmur3, seed 42). */
export function hash<M extends string = never>(...values: readonly Operand<M>[]): Column<IntT, M> {
  return callOf('hash', ...values)
}

/** A hash of 64 bits over all arguments (XXH64, seed 42). */
export function xxhash64<M extends string = never>(...values: readonly Operand<M>[]): Column<LongT, M> {
  return callOf('xxhash64', ...values)
}

/** The MD5 digest in hexadecimal digits. */
export function md5<M extends string = never>(value: Operand<M>): Column<StringT, M> {
  return callOf('md5', value)
}

/** The SHA-1 digest in hexadecimal digits. */
export function sha1<M extends string = never>(value: Operand<M>): Column<StringT, M> {
  return callOf('sha1', value)
}

/** The SHA-2 digest of 224, 256 (also 0), 384 or 512 bits in hexadecimal digits. */
export function sha2<M extends string = never>(value: Operand<M>, bits: Operand<M>): Column<StringT, M> {
  return callOf('sha2', value, bits)
}

/** The CRC-32 checksum. */
export function crc32<M extends string = never>(value: Operand<M>): Column<LongT, M> {
  return callOf('crc32', value)
}
