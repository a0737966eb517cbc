/**
 * The bytes of variants, as Spark and Parquet write them: a *value* whose first byte says what follows, and *metadata*
 * with the names that objects refer to by number. Numbers are little endian.
 *
 * First byte of a value: two low bits are the basic type, six high bits what is particular to it.
 */
import { MillraceError } from '../../errors.ts'

export const basicType = Object.freeze({ primitive: 0, shortString: 1, object: 2, array: 3 })

/** What a primitive is; the high bits of its first byte. */
export const primitive = Object.freeze({
  null: 0,
  true: 1,
  false: 2,
  int8: 3,
  int16: 4,
  int32: 5,
  int64: 6,
  double: 7,
  decimal4: 8,
  decimal8: 9,
  decimal16: 10,
  date: 11,
  timestamp: 12,
  timestampNtz: 13,
  float: 14,
  binary: 15,
  string: 16,
  uuid: 20,
})

/** Version of the metadata, in the four low bits of its first byte. */
export const version = 1

/** Longest string whose length fits its first byte. */
export const maxShortString = 63

/** Digits that the three widths of decimals have room for. */
export const decimalDigits = Object.freeze([9, 18, 38] as const)

/** Neither value nor metadata may be longer: 128 MiB, Spark's limit. */
export const sizeLimit = 128 * 1024 * 1024

/** How many bytes an unsigned number needs, 1 to 4. */
export function bytesFor(value: number): number {
  if (value <= 0xff) return 1
  if (value <= 0xffff) return 2
  return value <= 0xffffff ? 3 : 4
}

/** MALFORMED_VARIANT: the bytes are not a variant. */
export function malformedVariant(): MillraceError {
  return new MillraceError('MALFORMED_VARIANT', 'Variant binary is malformed. Please check the data source is valid.', {
    sqlState: '22023',
  })
}

/** VARIANT_DUPLICATE_KEY: an object has a name twice. */
export function duplicateKey(key: string): MillraceError {
  return new MillraceError(
    'VARIANT_DUPLICATE_KEY',
    `Failed to build variant because of a duplicate object key \`${key}\`.`,
    { sqlState: '22023', parameters: { key } },
  )
}

/** VARIANT_SIZE_LIMIT: a function would make more bytes than a variant may have. */
export function variantTooLarge(functionName: string): MillraceError {
  const limit = `${sizeLimit / 1024 / 1024}.0 MiB`
  return new MillraceError(
    'VARIANT_SIZE_LIMIT',
    `Cannot build variant bigger than ${limit} in \`${functionName}\`.\nPlease avoid large input strings to this ` +
      'expression (for example, add function calls(s) to check the expression size and convert it to NULL first if it ' +
      'is too big).',
    { sqlState: '22023', parameters: { sizeLimit: limit, functionName: `\`${functionName}\`` } },
  )
}
