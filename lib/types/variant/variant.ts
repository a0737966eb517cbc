/** Reading variants: a place in a value's bytes, with the metadata that names its fields. */
import type { SqlValue } from '../data-type.ts'
import { basicType, malformedVariant, maxShortString, primitive, sizeLimit, version } from './variant-layout.ts'

/** What a variant is; all widths of whole numbers are `long`. */
export type VariantKind =
  | 'object'
  | 'array'
  | 'null'
  | 'boolean'
  | 'long'
  | 'string'
  | 'double'
  | 'decimal'
  | 'date'
  | 'timestamp'
  | 'timestamp_ntz'
  | 'float'
  | 'binary'
  | 'uuid'

const kinds: ReadonlyMap<number, VariantKind> = new Map([
  [primitive.null, 'null'],
  [primitive.true, 'boolean'],
  [primitive.false, 'boolean'],
  [primitive.int8, 'long'],
  [primitive.int16, 'long'],
  [primitive.int32, 'long'],
  [primitive.int64, 'long'],
  [primitive.double, 'double'],
  [primitive.decimal4, 'decimal'],
  [primitive.decimal8, 'decimal'],
  [primitive.decimal16, 'decimal'],
  [primitive.date, 'date'],
  [primitive.timestamp, 'timestamp'],
  [primitive.timestampNtz, 'timestamp_ntz'],
  [primitive.float, 'float'],
  [primitive.binary, 'binary'],
  [primitive.string, 'string'],
  [primitive.uuid, 'uuid'],
])

/** Bytes behind the first one, of primitives of one size; strings and binary say theirs. */
const contentSizes: ReadonlyMap<number, number> = new Map([
  [primitive.null, 0],
  [primitive.true, 0],
  [primitive.false, 0],
  [primitive.int8, 1],
  [primitive.int16, 2],
  [primitive.int32, 4],
  [primitive.int64, 8],
  [primitive.double, 8],
  [primitive.decimal4, 5],
  [primitive.decimal8, 9],
  [primitive.decimal16, 17],
  [primitive.date, 4],
  [primitive.timestamp, 8],
  [primitive.timestampNtz, 8],
  [primitive.float, 4],
  [primitive.uuid, 16],
])

/** Where the parts of an object or array stand. */
interface Container {
  readonly size: number
  readonly ids: number
  readonly idBytes: number
  readonly offsets: number
  readonly offsetBytes: number
  readonly data: number
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** From how many fields on a name is looked up by halving; the fields stand in the order of their names. */
const halvingFrom = 32

/** One variant, or a part of one: nothing is copied until it is asked for. */
export class Variant {
  readonly value: Uint8Array
  readonly metadata: Uint8Array
  /** Where in `value` it begins. */
  readonly at: number
  readonly #view: DataView

  /** @throws MALFORMED_VARIANT for metadata of another version */
  constructor(value: Uint8Array, metadata: Uint8Array, at = 0) {
    if (metadata.length < 1 || ((metadata[0] as number) & 15) !== version) throw malformedVariant()
    if (value.length > sizeLimit || metadata.length > sizeLimit) throw malformedVariant()
    this.value = value
    this.metadata = metadata
    this.at = at
    this.#view = new DataView(value.buffer, value.byteOffset, value.byteLength)
  }

  /** The variant of an internal value of type VARIANT. */
  static of(value: SqlValue): Variant {
    const [bytes, metadata] = value as readonly [Uint8Array, Uint8Array]
    return new Variant(bytes, metadata)
  }

  get kind(): VariantKind {
    switch (this.#basic) {
      case basicType.shortString:
        return 'string'
      case basicType.object:
        return 'object'
      case basicType.array:
        return 'array'
    }
    const kind = kinds.get(this.#info)
    if (kind === undefined) throw malformedVariant()
    return kind
  }

  get #first(): number {
    const first = this.value[this.at]
    if (first === undefined) throw malformedVariant()
    return first
  }

  get #basic(): number {
    return this.#first & 3
  }

  get #info(): number {
    return this.#first >> 2
  }

  /** How many bytes of `value` it takes. */
  get byteLength(): number {
    switch (this.#basic) {
      case basicType.shortString:
        return 1 + this.#info
      case basicType.object:
      case basicType.array: {
        const { size, offsets, offsetBytes, data } = this.#container()
        return data - this.at + unsigned(this.value, offsets + size * offsetBytes, offsetBytes)
      }
    }
    const size = contentSizes.get(this.#info)
    if (size !== undefined) return 1 + size
    if (this.#info !== primitive.string && this.#info !== primitive.binary) throw malformedVariant()
    return 5 + unsigned(this.value, this.at + 1, 4)
  }

  /** Its bytes alone. */
  bytes(): Uint8Array {
    const end = this.at + this.byteLength
    if (end > this.value.length) throw malformedVariant()
    return this.value.slice(this.at, end)
  }

  /** As an internal value, with all of the metadata it came with. */
  sqlValue(): SqlValue {
    return [this.at === 0 ? this.value : this.bytes(), this.metadata]
  }

  boolean(): boolean {
    return this.#info === primitive.true
  }

  /** A whole number, days since 1970 of a date, microseconds of a timestamp. */
  long(): bigint {
    switch (this.#info) {
      case primitive.int8:
        return BigInt(this.#content(1).getInt8(this.at + 1))
      case primitive.int16:
        return BigInt(this.#content(2).getInt16(this.at + 1, true))
      case primitive.int32:
      case primitive.date:
        return BigInt(this.#content(4).getInt32(this.at + 1, true))
      default:
        return this.#content(8).getBigInt64(this.at + 1, true)
    }
  }

  /** A double or a float. */
  double(): number {
    return this.#info === primitive.float
      ? this.#content(4).getFloat32(this.at + 1, true)
      : this.#content(8).getFloat64(this.at + 1, true)
  }

  /** A decimal as it is written: 1.50 has two decimals. */
  writtenDecimal(): { readonly unscaled: bigint; readonly scale: number } {
    const view = this.#content(contentSizes.get(this.#info) as number)
    const scale = view.getInt8(this.at + 1)
    if (this.#info === primitive.decimal4) return { unscaled: BigInt(view.getInt32(this.at + 2, true)), scale }
    const low = view.getBigInt64(this.at + 2, true)
    if (this.#info === primitive.decimal8) return { unscaled: low, scale }
    return { unscaled: (view.getBigInt64(this.at + 10, true) << 64n) | BigInt.asUintN(64, low), scale }
  }

  /** A decimal without its last zeros, as Spark reads it: 1.50 is 1.5, 100 has scale -2. */
  decimal(): { readonly unscaled: bigint; readonly scale: number } {
    let { unscaled, scale } = this.writtenDecimal()
    if (unscaled === 0n) return { unscaled, scale: 0 }
    while (unscaled % 10n === 0n) {
      unscaled /= 10n
      scale--
    }
    return { unscaled, scale }
  }

  text(): string {
    const { from, length } = this.#run()
    return decoder.decode(this.value.subarray(from, from + length))
  }

  binary(): Uint8Array {
    const { from, length } = this.#run()
    return this.value.slice(from, from + length)
  }

  /** `01234567-89ab-…`; the bytes of a UUID are big endian. */
  uuid(): string {
    this.#content(16)
    const hex = [...this.value.subarray(this.at + 1, this.at + 17)].map((one) => one.toString(16).padStart(2, '0'))
    return hex.join('').replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5')
  }

  /** How many fields an object has, elements an array. */
  get size(): number {
    return this.#container().size
  }

  /** Element or value of the field at `index`; undefined beyond the last one. */
  child(index: number): Variant | undefined {
    const container = this.#container()
    return index < container.size ? this.#childOf(container, index) : undefined
  }

  /** Name of an object's field. */
  key(index: number): string {
    return this.#keyOf(this.#container(), index)
  }

  /** Number of a field's name in the metadata. */
  keyId(index: number): number {
    const { ids, idBytes } = this.#container()
    return unsigned(this.value, ids + index * idBytes, idBytes)
  }

  /** The field called `name`; undefined when there is none. */
  field(name: string): Variant | undefined {
    const container = this.#container()
    const { size } = container
    if (size < halvingFrom) {
      for (let i = 0; i < size; i++) if (this.#keyOf(container, i) === name) return this.#childOf(container, i)
      return undefined
    }
    let low = 0
    let high = size - 1
    while (low <= high) {
      const middle = (low + high) >>> 1
      const key = this.#keyOf(container, middle)
      if (key === name) return this.#childOf(container, middle)
      if (key < name) low = middle + 1
      else high = middle - 1
    }
    return undefined
  }

  #childOf({ offsets, offsetBytes, data }: Container, index: number): Variant {
    const offset = unsigned(this.value, offsets + index * offsetBytes, offsetBytes)
    return new Variant(this.value, this.metadata, data + offset)
  }

  #keyOf({ ids, idBytes }: Container, index: number): string {
    return metadataKey(this.metadata, unsigned(this.value, ids + index * idBytes, idBytes))
  }

  #container(): Container {
    const info = this.#info
    const object = this.#basic === basicType.object
    const large = ((object ? info >> 4 : info >> 2) & 1) === 1
    const offsetBytes = (info & 3) + 1
    const idBytes = object ? ((info >> 2) & 3) + 1 : 0
    const sizeBytes = large ? 4 : 1
    const size = unsigned(this.value, this.at + 1, sizeBytes)
    const ids = this.at + 1 + sizeBytes
    const offsets = ids + size * idBytes
    return { size, ids, idBytes, offsets, offsetBytes, data: offsets + (size + 1) * offsetBytes }
  }

  #content(length: number): DataView {
    if (this.at + 1 + length > this.value.length) throw malformedVariant()
    return this.#view
  }

  #run(): { readonly from: number; readonly length: number } {
    const short = this.#basic === basicType.shortString
    const length = short ? this.#info & maxShortString : unsigned(this.value, this.at + 1, 4)
    const from = this.at + (short ? 1 : 5)
    if (from + length > this.value.length) throw malformedVariant()
    return { from, length }
  }
}

/** An unsigned number of `count` bytes. @throws MALFORMED_VARIANT beyond the end, or from 2^31 on */
export function unsigned(bytes: Uint8Array, at: number, count: number): number {
  if (at + count > bytes.length) throw malformedVariant()
  let value = 0
  for (let i = count - 1; i >= 0; i--) value = value * 256 + (bytes[at + i] as number)
  if (value > 0x7fffffff) throw malformedVariant()
  return value
}

/** Name number `id` of the metadata. */
export function metadataKey(metadata: Uint8Array, id: number): string {
  const bytes = ((metadata[0] as number) >> 6) + 1
  const size = unsigned(metadata, 1, bytes)
  if (id >= size) throw malformedVariant()
  const names = 1 + (size + 2) * bytes
  const from = unsigned(metadata, 1 + (id + 1) * bytes, bytes)
  const to = unsigned(metadata, 1 + (id + 2) * bytes, bytes)
  if (from > to || names + to > metadata.length) throw malformedVariant()
  return decoder.decode(metadata.subarray(names + from, names + to))
}
