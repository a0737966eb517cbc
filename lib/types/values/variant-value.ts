import type { SqlValue } from '../data-type.ts'
import { utc } from '../time/zone.ts'
import { Variant, type VariantKind } from '../variant/variant.ts'
import { variantDecimal, variantJson } from '../variant/variant-json.ts'
import { followVariantPath, invalidGetPath, parseVariantPath } from '../variant/variant-path.ts'
import { LocalDate } from './local-date.ts'
import { LocalDateTime } from './local-date-time.ts'
import { Timestamp } from './timestamp.ts'

/**
 * A VARIANT in a user's row: JSON-like data of its own type, kept in the bytes that Spark and Parquet have for it.
 *
 * @example
 * row.payload.get('$.user.id')?.toValue() // 42n
 */
export class VariantValue {
  /** The encoded value; see Parquet's "Variant Binary Encoding". */
  readonly value: Uint8Array
  /** The names that the objects in `value` refer to. */
  readonly metadata: Uint8Array

  /** @throws MALFORMED_VARIANT when the metadata are of another version */
  constructor(value: Uint8Array, metadata: Uint8Array) {
    new Variant(value, metadata)
    this.value = value
    this.metadata = metadata
  }

  /** What it is: `object`, `array`, `long`, `string`, … */
  get kind(): VariantKind {
    return this.#variant.kind
  }

  get #variant(): Variant {
    return new Variant(this.value, this.metadata)
  }

  /**
   * What a path (`$.a[0]['b']`) leads to; undefined where there is nothing.
   *
   * @throws INVALID_VARIANT_GET_PATH
   */
  get(path: string): VariantValue | undefined {
    const steps = parseVariantPath(path)
    if (!steps) throw invalidGetPath(path, 'get')
    const found = followVariantPath(this.#variant, steps)
    return found && fromSql(found.sqlValue())
  }

  /**
   * Its value as rows have values: whole numbers bigint, decimals `Decimal`, times `Timestamp`, `LocalDateTime` and
   * `LocalDate`, binary Uint8Array, UUIDs as text; objects and arrays as JavaScript's, of such values.
   */
  toValue(): unknown {
    return jsValue(this.#variant)
  }

  /** JSON text as Spark writes it, timestamps in UTC. */
  toString(): string {
    return variantJson(this.#variant, utc)
  }

  /** For JSON.stringify: whole numbers it can hold are numbers; larger ones, decimals and times are text. */
  toJSON(): unknown {
    return plainValue(this.toValue())
  }
}

/** The user's form of an internal value of type VARIANT. */
export function fromSql(value: SqlValue): VariantValue {
  const [bytes, metadata] = value as readonly [Uint8Array, Uint8Array]
  return new VariantValue(bytes, metadata)
}

function jsValue(variant: Variant): unknown {
  switch (variant.kind) {
    case 'object': {
      const object: { [name: string]: unknown } = {}
      for (let i = 0; i < variant.size; i++) define(object, variant.key(i), jsValue(variant.child(i) as Variant))
      return object
    }
    case 'array':
      return Array.from({ length: variant.size }, (_, at) => jsValue(variant.child(at) as Variant))
    case 'null':
      return null
    case 'boolean':
      return variant.boolean()
    case 'long':
      return variant.long()
    case 'string':
      return variant.text()
    case 'double':
    case 'float':
      return variant.double()
    case 'decimal':
      return variantDecimal(variant)
    case 'date':
      return new LocalDate(Number(variant.long()))
    case 'timestamp':
      return new Timestamp(variant.long())
    case 'timestamp_ntz':
      return new LocalDateTime(variant.long())
    case 'binary':
      return variant.binary()
    case 'uuid':
      return variant.uuid()
  }
}

/** Any name is a name: `__proto__` too. */
function define(object: { [name: string]: unknown }, name: string, value: unknown): void {
  Object.defineProperty(object, name, { value, enumerable: true, writable: true, configurable: true })
}

function plainValue(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  if (Array.isArray(value)) return value.map(plainValue)
  if (value === null || typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) return value
  const object: { [name: string]: unknown } = {}
  for (const [name, one] of Object.entries(value)) define(object, name, plainValue(one))
  return object
}
