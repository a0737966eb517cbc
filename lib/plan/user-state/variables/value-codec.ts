/**
 * Values of one state variable as bytes: a msgpack array of the number of the writer's schema, the time at which the value
 * expires (variables with a time to live only), and the fields.
 */
import { compile } from '../../../codegen/compile.ts'
import { quote } from '../../../codegen/quoting.ts'
import { MillraceError } from '../../../errors.ts'
import { pack, packInto, unpack, unpackAll } from '../../../state/value-packer.ts'
import type { ValueForm } from '../../../state/value-table.ts'
import type { DataType, Field } from '../../../types/data-type.ts'
import type { Schema } from '../../../types/schema.ts'
import type { ValueShape } from '../value-shape.ts'
import { type Evolve, type FromPacked, fromPacked, type ToPacked, toPacked } from './packed-value.ts'
import { nullValue } from './processor-errors.ts'

/** What was written with one schema. */
export interface WriterSchema {
  readonly schema: Schema
  readonly ttl: boolean
  /** To the variable's present fields; undefined = they are the same. */
  readonly evolve: Evolve | undefined
}

/** A value that never expires. */
export const never = Number.POSITIVE_INFINITY

/** A stored value. */
export interface StoredValue {
  readonly value: unknown
  /** ms; `never` without a time to live. */
  readonly expiryMs: number
}

/** What a table of values keeps: what is packed where that cannot change any more, else its bytes. */
export type KeptForm = readonly unknown[] | Uint8Array

/** Types whose packed values are a number, a bigint, a text or a truth. */
const unchanging: ReadonlySet<DataType['kind']> = new Set<DataType['kind']>([
  'boolean',
  'byte',
  'short',
  'int',
  'long',
  'float',
  'double',
  'decimal',
  'string',
  'date',
  'timestamp',
  'timestamp_ntz',
  'timestamp_nanos',
])

export class ValueCodec {
  /** For tables of values. */
  readonly form: ValueForm<KeptForm>
  readonly #name: string
  readonly #type: ValueShape
  readonly #writers: readonly WriterSchema[]
  readonly #number: number
  readonly #ttl: boolean
  readonly #pack: (value: unknown, writer: number, expiryMs: number) => unknown[]
  readonly #read: (packed: readonly unknown[], from: number) => unknown

  /**
   * @param writers by their numbers; the last one is the present one
   * @param name of the variable, for errors
   */
  constructor(name: string, type: ValueShape, writers: readonly WriterSchema[]) {
    this.#name = name
    this.#type = type
    this.#writers = writers
    this.#number = writers.length - 1
    this.#ttl = (writers[this.#number] as WriterSchema).ttl
    this.#pack = packer(type, name, this.#ttl)
    this.#read = reader(type)
    this.form = type.fields.every((one) => unchanging.has(one.type.kind)) ? packedForm : bytesForm
  }

  /** A value for a table of values. @throws what `encode` throws */
  keep(value: unknown, expiryMs: number): KeptForm {
    return this.form === packedForm ? this.#packed(value, expiryMs) : this.encode(value, expiryMs)
  }

  /**
   * Bytes of a value.
   *
   * @param expiryMs `never` for variables without a time to live
   * @throws ILLEGAL_STATE_STORE_VALUE.NULL_VALUE, MILLRACE_VALUE_TYPE
   */
  encode(value: unknown, expiryMs: number): Uint8Array {
    return pack(this.#packed(value, expiryMs))
  }

  #packed(value: unknown, expiryMs: number): unknown[] {
    if (value === null || value === undefined) throw nullValue(this.#name)
    if (!this.#type.flat && typeof value !== 'object') throw notARow(this.#name, value)
    return this.#pack(value, this.#number, expiryMs)
  }

  /** The value, which is the caller's, of what `keep` or `encode` made. */
  decode(kept: KeptForm): StoredValue {
    return this.#stored(kept instanceof Uint8Array ? (unpack(kept) as unknown[]) : kept)
  }

  /** Values one after another. */
  decodeAll(bytes: Uint8Array): StoredValue[] {
    if (bytes.length === 0) return []
    return (unpackAll(bytes) as unknown[][]).map((one) => this.#stored(one))
  }

  /** When a stored value expires, ms. */
  expiry(kept: KeptForm): number {
    return this.#ttl ? this.decode(kept).expiryMs : never
  }

  #stored(packed: readonly unknown[]): StoredValue {
    const writer = this.#writers[packed[0] as number] as WriterSchema
    const expiryMs = writer.ttl ? Number(packed[1]) : never
    const from = writer.ttl ? 2 : 1
    const { evolve } = writer
    return evolve
      ? { value: this.#read(evolve(packed.slice(from)), 0), expiryMs }
      : { value: this.#read(packed, from), expiryMs }
  }
}

const packedForm: ValueForm<KeptForm> = {
  encode: (arena, packed) => packInto(arena, packed),
  decode: (bytes) => unpack(bytes) as unknown[],
}

const bytesForm: ValueForm<KeptForm> = {
  encode: (arena, bytes) => void arena.append(bytes as Uint8Array),
  decode: (bytes) => bytes.slice(),
}

/** One array literal per type: what grows as it is filled has room for more than it gets. */
function packer(
  { fields, flat }: ValueShape,
  name: string,
  ttl: boolean,
): (value: unknown, writer: number, expiryMs: number) => unknown[] {
  const constants = new Map<string, ToPacked>(
    fields.map((one, at) => [`pack${at}`, toPacked(one.type, flat ? `state ${name}` : `state ${name}.${one.name}`)]),
  )
  const head = ttl ? 'writer, expiryMs' : 'writer'
  if (flat) return compile(['value', 'writer', 'expiryMs'], `return [${head}, pack0(value)]`, constants)
  const row = (of: (at: number) => string): string =>
    `[${[head, ...fields.map((_, at) => `(${of(at)} == null ? null : pack${at}(${of(at)}))`)].join(', ')}]`
  const byName = row((at) => `value[${quote((fields[at] as Field).name)}]`)
  const body = `return Array.isArray(value) ? ${row((at) => `value[${at}]`)} : ${byName}`
  return compile(['value', 'writer', 'expiryMs'], body, constants)
}

/** One object literal per type, so that all values of it have one shape. */
function reader({ fields, flat }: ValueShape): (packed: readonly unknown[], from: number) => unknown {
  const constants = new Map<string, FromPacked>(fields.map((one, at) => [`read${at}`, fromPacked(one.type)]))
  const values = fields.map((_, at) => `(packed[from + ${at}] == null ? null : read${at}(packed[from + ${at}]))`)
  const body = flat
    ? `return ${values[0]}`
    : `return { ${fields.map(({ name }, at) => `[${quote(name)}]: ${values[at]}`).join(', ')} }`
  return compile(['packed', 'from'], body, constants)
}

function notARow(name: string, value: unknown): MillraceError {
  return new MillraceError(
    'MILLRACE_VALUE_TYPE',
    `A value does not fit its column; give a value of the column's type or change the schema: state ${name} wants a row, got ${typeof value}`,
  )
}
