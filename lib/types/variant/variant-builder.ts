/** Writing variants: values one after another, containers closed behind their contents. The bytes are Spark's. */
import type { SqlValue } from '../data-type.ts'
import type { Variant } from './variant.ts'
import {
  basicType,
  bytesFor,
  decimalDigits,
  duplicateKey,
  maxShortString,
  primitive,
  sizeLimit,
  version,
} from './variant-layout.ts'

/** A field of an object that is being written: where its value begins, from the object's start. */
export interface VariantField {
  readonly key: string
  readonly id: number
  readonly offset: number
}

/** The bytes would be more than a variant may have. Not an Error: the function that built it makes one with its name. */
export class VariantTooLarge {}

const encoder = new TextEncoder()

export class VariantBuilder {
  #bytes = new Uint8Array(128)
  #view = new DataView(this.#bytes.buffer)
  #top = 0
  readonly #ids = new Map<string, number>()
  readonly #names: Uint8Array[] = []

  /** Where the next value goes. */
  get top(): number {
    return this.#top
  }

  /** Number of a name in the metadata; new names get the next one. */
  key(name: string): number {
    const known = this.#ids.get(name)
    if (known !== undefined) return known
    const id = this.#names.length
    this.#ids.set(name, id)
    this.#names.push(encoder.encode(name))
    return id
  }

  null(): void {
    this.#primitive(primitive.null, 0)
  }

  boolean(value: boolean): void {
    this.#primitive(value ? primitive.true : primitive.false, 0)
  }

  /** A whole number of 64 bits, in as few bytes as it needs. */
  long(value: bigint): void {
    if (value === BigInt.asIntN(8, value)) {
      const at = this.#primitive(primitive.int8, 1)
      this.#view.setInt8(at, Number(value))
    } else if (value === BigInt.asIntN(16, value)) {
      const at = this.#primitive(primitive.int16, 2)
      this.#view.setInt16(at, Number(value), true)
    } else if (value === BigInt.asIntN(32, value)) {
      const at = this.#primitive(primitive.int32, 4)
      this.#view.setInt32(at, Number(value), true)
    } else this.#int64(primitive.int64, value)
  }

  double(value: number): void {
    const at = this.#primitive(primitive.double, 8)
    this.#view.setFloat64(at, value, true)
  }

  float(value: number): void {
    const at = this.#primitive(primitive.float, 4)
    this.#view.setFloat32(at, value, true)
  }

  /** A decimal of at most 38 digits and decimals: in 4, 8 or 16 bytes, as digits and scale need. */
  decimal(unscaled: bigint, scale: number): void {
    const digits = Math.max(scale, (unscaled < 0n ? -unscaled : unscaled).toString().length)
    if (digits <= decimalDigits[0]) {
      const at = this.#primitive(primitive.decimal4, 5)
      this.#view.setInt8(at, scale)
      this.#view.setInt32(at + 1, Number(unscaled), true)
      return
    }
    const wide = digits > decimalDigits[1]
    const at = wide ? this.#primitive(primitive.decimal16, 17) : this.#primitive(primitive.decimal8, 9)
    this.#view.setInt8(at, scale)
    this.#view.setBigInt64(at + 1, BigInt.asIntN(64, unscaled), true)
    if (wide) this.#view.setBigInt64(at + 9, unscaled >> 64n, true)
  }

  /** @param days since 1970-01-01 */
  date(days: number): void {
    const at = this.#primitive(primitive.date, 4)
    this.#view.setInt32(at, days, true)
  }

  /** @param micros since 1970 */
  timestamp(micros: bigint): void {
    this.#int64(primitive.timestamp, micros)
  }

  /** @param micros since 1970, without a zone */
  timestampNtz(micros: bigint): void {
    this.#int64(primitive.timestampNtz, micros)
  }

  text(text: string): void {
    const bytes = encoder.encode(text)
    if (bytes.length > maxShortString) return this.#run(primitive.string, bytes)
    const at = this.#reserve(1 + bytes.length)
    this.#bytes[at] = (bytes.length << 2) | basicType.shortString
    this.#bytes.set(bytes, at + 1)
  }

  binary(bytes: Uint8Array): void {
    this.#run(primitive.binary, bytes)
  }

  /**
   * Makes an object of the values written since `start`.
   *
   * @param fields in the order they were written; they are sorted by name here
   * @throws VARIANT_DUPLICATE_KEY
   */
  object(start: number, fields: VariantField[]): void {
    fields.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    let maxId = 0
    for (const [at, field] of fields.entries()) {
      if (field.key === fields[at - 1]?.key) throw duplicateKey(field.key)
      maxId = Math.max(maxId, field.id)
    }
    const idBytes = bytesFor(maxId)
    const ids = fields.map((field) => field.id)
    const offsets = fields.map((field) => field.offset)
    this.#container(start, basicType.object, idBytes, ids, offsets)
  }

  /** Makes an array of the values written since `start`. @param offsets where each begins, from `start` */
  array(start: number, offsets: readonly number[]): void {
    this.#container(start, basicType.array, 0, [], offsets)
  }

  /** Copies a variant in; the names of its fields get numbers here. */
  variant(from: Variant): void {
    switch (from.kind) {
      case 'object': {
        const start = this.#top
        const fields: VariantField[] = []
        for (let i = 0; i < from.size; i++) {
          const key = from.key(i)
          fields.push({ key, id: this.key(key), offset: this.#top - start })
          this.variant(from.child(i) as Variant)
        }
        return this.object(start, fields)
      }
      case 'array': {
        const start = this.#top
        const offsets: number[] = []
        for (let i = 0; i < from.size; i++) {
          offsets.push(this.#top - start)
          this.variant(from.child(i) as Variant)
        }
        return this.array(start, offsets)
      }
      default: {
        const bytes = from.bytes()
        const at = this.#reserve(bytes.length)
        this.#bytes.set(bytes, at)
      }
    }
  }

  /** What was written, as an internal value. */
  finish(): SqlValue {
    return [this.#bytes.slice(0, this.#top), this.#metadata()]
  }

  #metadata(): Uint8Array {
    const length = this.#names.reduce((sum, name) => sum + name.length, 0)
    const bytes = bytesFor(Math.max(length, this.#names.length))
    const names = 1 + (this.#names.length + 2) * bytes
    if (names + length > sizeLimit) throw new VariantTooLarge()
    const metadata = new Uint8Array(names + length)
    metadata[0] = version | ((bytes - 1) << 6)
    putUnsigned(metadata, 1, this.#names.length, bytes)
    let offset = 0
    for (const [id, name] of this.#names.entries()) {
      putUnsigned(metadata, 1 + (id + 1) * bytes, offset, bytes)
      metadata.set(name, names + offset)
      offset += name.length
    }
    putUnsigned(metadata, names - bytes, offset, bytes)
    return metadata
  }

  /** The header goes before the contents, which move. */
  #container(start: number, basic: number, idBytes: number, ids: readonly number[], offsets: readonly number[]): void {
    const length = this.#top - start
    const size = offsets.length
    const large = size > 0xff ? 1 : 0
    const sizeBytes = large === 1 ? 4 : 1
    const offsetBytes = bytesFor(length)
    const header = 1 + sizeBytes + size * idBytes + (size + 1) * offsetBytes
    this.#reserve(header)
    this.#bytes.copyWithin(start + header, start, start + length)
    const info =
      basic === basicType.object
        ? (large << 4) | ((idBytes - 1) << 2) | (offsetBytes - 1)
        : (large << 2) | (offsetBytes - 1)
    this.#bytes[start] = (info << 2) | basic
    putUnsigned(this.#bytes, start + 1, size, sizeBytes)
    let at = start + 1 + sizeBytes
    for (const id of ids) at = putUnsigned(this.#bytes, at, id, idBytes)
    for (const offset of offsets) at = putUnsigned(this.#bytes, at, offset, offsetBytes)
    putUnsigned(this.#bytes, at, length, offsetBytes)
  }

  /** The first byte; gives where the contents go. The buffers may be others afterwards. */
  #primitive(id: number, length: number): number {
    const at = this.#reserve(1 + length)
    this.#bytes[at] = (id << 2) | basicType.primitive
    return at + 1
  }

  #int64(id: number, value: bigint): void {
    const at = this.#primitive(id, 8)
    this.#view.setBigInt64(at, value, true)
  }

  #run(id: number, bytes: Uint8Array): void {
    const at = this.#primitive(id, 4 + bytes.length)
    this.#view.setUint32(at, bytes.length, true)
    this.#bytes.set(bytes, at + 4)
  }

  #reserve(length: number): number {
    const at = this.#top
    const needed = at + length
    if (needed > this.#bytes.length) {
      const capacity = 2 ** Math.ceil(Math.log2(needed))
      // Spark refuses a buffer of more than the limit, not a value.
      if (capacity > sizeLimit) throw new VariantTooLarge()
      const grown = new Uint8Array(capacity)
      grown.set(this.#bytes.subarray(0, at))
      this.#bytes = grown
      this.#view = new DataView(grown.buffer)
    }
    this.#top = needed
    return at
  }
}

function putUnsigned(bytes: Uint8Array, at: number, value: number, count: number): number {
  let rest = value
  for (let i = 0; i < count; i++) {
    bytes[at + i] = rest & 0xff
    rest >>>= 8
  }
  return at + count
}

/** A variant of its own: without the bytes around it, and with the names it uses only. */
export function compactVariant(from: Variant): SqlValue {
  const builder = new VariantBuilder()
  builder.variant(from)
  return builder.finish()
}
