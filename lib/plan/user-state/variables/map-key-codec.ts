/** Keys of a map variable as bytes: equal keys have equal bytes (row-codec's normal form). */
import { vectorOf } from '../../../columnar/builder.ts'
import { ByteArena } from '../../../columnar/bytes.ts'
import { encodeRow, RowDecoder } from '../../../columnar/row-codec.ts'
import { encodeSqlValue } from '../../../columnar/value-encoder.ts'
import type { DataType } from '../../../types/data-type.ts'
import { structType } from '../../../types/types.ts'
import { fromRowValue, toRowValue } from '../../../types/values/row-value.ts'
import type { ValueShape } from '../value-shape.ts'

/** Types whose equal values have equal bytes as they are. */
const plain: ReadonlySet<DataType['kind']> = new Set([
  'string',
  'byte',
  'short',
  'int',
  'long',
  'boolean',
  'date',
  'timestamp',
])

export class MapKeyCodec {
  readonly #type: DataType
  readonly #where: string
  readonly #arena = new ByteArena(256)
  readonly #decoder: RowDecoder

  /** @param name of the variable, for errors */
  constructor(name: string, { fields, flat }: ValueShape) {
    this.#type = flat ? (fields[0]?.type as DataType) : structType(fields)
    this.#where = `a key of state ${name}`
    this.#decoder = new RowDecoder([this.#type])
  }

  /** @throws MILLRACE_VALUE_TYPE */
  encode(key: unknown): Uint8Array {
    const arena = this.#arena
    arena.top = 0
    const value = fromRowValue(this.#type, key, this.#where)
    if (plain.has(this.#type.kind)) encodeSqlValue(arena, this.#type, value)
    else encodeRow(arena, [vectorOf(this.#type, [value])], 0, true)
    return arena.bytes.slice(0, arena.top)
  }

  /** @param offset where the key begins in `bytes` */
  decode(bytes: Uint8Array, offset: number): unknown {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    return toRowValue(this.#type, this.#decoder.value({ bytes, view }, offset))
  }
}
