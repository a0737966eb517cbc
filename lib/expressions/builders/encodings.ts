/** Builders of encodings, hashes, digests and identifiers. */
import type { BinaryT, BooleanT, IntT, LongT, StringT } from '../../types/typed/type-tags.ts'
import type { Column } from '../column.ts'
import { callOf, oneOrTwo, twoOrThree, unary, variadic, withValue } from './builder.ts'

/** Binary as base64 text. */
export const base64 = unary<StringT>()('base64')

/** Base64 text as binary. */
export const unbase64 = unary<BinaryT>()('unbase64')

/** A number, text (its UTF-8) or binary value in hexadecimal digits. */
export const hex = unary<StringT>()('hex')

/** Binary as base32 text. */
export const toBase32 = unary<StringT>()('to_base32')

/** Base32 text as binary. */
export const fromBase32 = unary<BinaryT>()('from_base32')

/** Hexadecimal digits as binary; null for anything else. */
export const unhex = unary<BinaryT>()('unhex')

/** The bytes of a text in a charset: `UTF-8`, `US-ASCII`, `ISO-8859-1`, `UTF-16`, `UTF-16BE`, `UTF-16LE`, `UTF-32`. */
export const encode = withValue<BinaryT, string>('encode')

/** The text of bytes in a charset: `UTF-8`, `US-ASCII`, `ISO-8859-1`, `UTF-16`, `UTF-16BE`, `UTF-16LE`, `UTF-32`. */
export const decode = withValue<StringT, string>('decode')

/** Whether bytes are a text in UTF-8. */
export const isValidUtf8 = unary<BooleanT>()('is_valid_utf8')

/** The text in the form of a query of a URL: `a+b%26c`. */
export const urlEncode = unary<StringT>()('url_encode')

/** The text of `urlEncode`; raises CANNOT_DECODE_URL when it is none. */
export const urlDecode = unary<StringT>()('url_decode')

/** Like `urlDecode`, but null for what cannot be decoded. */
export const tryUrlDecode = unary<StringT>()('try_url_decode')

/** A part of a URL (`lit('HOST')`), of its QUERY perhaps the value of one key; raises INVALID_URL when it is none. */
export const parseUrl = twoOrThree<StringT>('parse_url')

/** Like `parseUrl`, but null for what is no URL. */
export const tryParseUrl = twoOrThree<StringT>('try_parse_url')

/** A hash of 32 bits over all columns (Murmur3, seed 42). */
export const hash = variadic<IntT>('hash')

/** A hash of 64 bits over all columns (XXH64, seed 42). */
export const xxhash64 = variadic<LongT>('xxhash64')

/** The MD5 digest in hexadecimal digits. */
export const md5 = unary<StringT>()('md5')

/** The SHA-1 digest in hexadecimal digits. */
export const sha1 = unary<StringT>()('sha1')

/** The SHA-1 digest in hexadecimal digits. */
export const sha = unary<StringT>()('sha')

/** The SHA-2 digest of 224, 256 (also 0), 384 or 512 bits in hexadecimal digits. */
export const sha2 = withValue<StringT, number>('sha2')

/** The CRC-32 checksum. */
export const crc32 = unary<LongT>()('crc32')

/** A random UUID as text, the same when a batch runs again. */
export function uuid(): Column<StringT, never> {
  return callOf('uuid')
}

/** A number for each row, from 0; on static frames only. */
export function monotonicallyIncreasingId(): Column<LongT, never> {
  return callOf('monotonically_increasing_id')
}

/** The name of the catalog: `spark_catalog`. */
export function currentCatalog(): Column<StringT, never> {
  return callOf('current_catalog')
}

/** The name of the database: `default`. */
export function currentDatabase(): Column<StringT, never> {
  return callOf('current_database')
}

/** The name of the database: `default`. */
export function currentSchema(): Column<StringT, never> {
  return callOf('current_schema')
}

/** The bytes that a text stands for: `lit('hex')` digits (unless told otherwise), `lit('base64')` or `lit('utf-8')`. */
export const toBinary = oneOrTwo<BinaryT>('to_binary')

/** Like `toBinary`, but null for what is malformed. */
export const tryToBinary = oneOrTwo<BinaryT>('try_to_binary')

/** The text of bytes in UTF-8, with U+FFFD for what is malformed. */
export const makeValidUtf8 = unary<StringT>()('make_valid_utf8')

/** The text that bytes in UTF-8 are; raises INVALID_UTF8_STRING for others. */
export const validateUtf8 = unary<StringT>()('validate_utf8')

/** Like `validateUtf8`, but null for others. */
export const tryValidateUtf8 = unary<StringT>()('try_validate_utf8')

/** The name of the user who runs the program. */
export function currentUser(): Column<StringT, never> {
  return callOf('current_user')
}

/** The name of the user who runs the program. */
export function user(): Column<StringT, never> {
  return callOf('user')
}

/** The name of the user who runs the program. */
export function sessionUser(): Column<StringT, never> {
  return callOf('session_user')
}

/** Where names of functions are looked up. */
export function currentPath(): Column<StringT, never> {
  return callOf('current_path')
}

/** The version of Spark whose semantics this is, and whose work it is. */
export function version(): Column<StringT, never> {
  return callOf('version')
}

/** The number of the partition, of which there is just one: 0. */
export function sparkPartitionId(): Column<IntT, never> {
  return callOf('spark_partition_id')
}
