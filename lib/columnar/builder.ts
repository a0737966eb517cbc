/** Vectors out of single values: for literals, tests, user functions, and nested results. Grows; unpooled. */
import { invariant } from '../errors.ts'
import type { DataType, SqlValue } from '../types/data-type.ts'
import type { Schema } from '../types/schema.ts'
import { ByteArena } from './bytes.ts'
import { layoutOf, partTypes } from './layout.ts'
import { RecordBatch } from './record-batch.ts'
import type { Layout, Vector } from './vector.ts'

const mask64 = (1n << 64n) - 1n

/** Appends internal values of one type; `finish` gives the vector and ends the builder. */
export class VectorBuilder {
  readonly type: DataType
  length = 0
  readonly #layout: Layout
  #capacity: number
  #nulls: Uint8Array | undefined
  #bool = new Uint8Array(0)
  #int32 = new Int32Array(0)
  #int64 = new BigInt64Array(0)
  #float64 = new Float64Array(0)
  #lengths = new Int32Array(0)
  readonly #arena: ByteArena | undefined
  readonly #children: VectorBuilder[]

  /** @param capacity rows to make room for at first */
  constructor(type: DataType, capacity = 16) {
    this.type = type
    this.#layout = layoutOf(type)
    this.#capacity = 0
    this.#arena = this.#layout === 'bytes' ? new ByteArena(capacity * 16) : undefined
    this.#children = childTypes(type).map((child) => new VectorBuilder(child, capacity))
    this.#grow(Math.max(1, capacity))
  }

  append(value: SqlValue): void {
    if (this.length === this.#capacity) this.#grow(this.#capacity * 2)
    const row = this.length
    if (value === null) this.#appendNull(row)
    else this.#appendValue(row, value)
    this.length = row + 1
  }

  #appendNull(row: number): void {
    this.#nulls ??= new Uint8Array(this.#capacity)
    this.#nulls[row] = 1
    if (this.#layout === 'list' || this.#layout === 'map') this.#int32[row + 1] = this.#int32[row] as number
    if (this.#layout === 'struct') for (const child of this.#children) child.append(null)
  }

  #appendValue(row: number, value: SqlValue): void {
    switch (this.#layout) {
      case 'bool':
        this.#bool[row] = value === true ? 1 : 0
        return
      case 'int32':
        this.#int32[row] = value as number
        return
      case 'int64':
        this.#int64[row] = value as bigint
        return
      case 'float64':
        this.#float64[row] = this.type.kind === 'float' ? Math.fround(value as number) : (value as number)
        return
      case 'int128':
        this.#int64[2 * row] = BigInt.asIntN(64, (value as bigint) & mask64)
        this.#int64[2 * row + 1] = (value as bigint) >> 64n
        return
      case 'bytes':
        return this.#appendBytes(row, value)
      case 'list':
        for (const element of value as readonly SqlValue[]) this.#child(0).append(element)
        this.#int32[row + 1] = this.#child(0).length
        return
      case 'map':
        for (const [key, entry] of value as readonly (readonly [SqlValue, SqlValue])[]) {
          this.#child(0).append(key)
          this.#child(1).append(entry)
        }
        this.#int32[row + 1] = this.#child(0).length
        return
      case 'struct':
        this.#children.forEach((child, at) => child.append((value as readonly SqlValue[])[at] ?? null))
        return
      default:
        invariant(false, `a value for a column of ${this.type.kind}`)
    }
  }

  #appendBytes(row: number, value: SqlValue): void {
    const arena = this.#arena as ByteArena
    const at = typeof value === 'string' ? arena.appendText(value) : arena.append(value as Uint8Array)
    this.#int32[row] = at
    this.#lengths[row] = arena.top - at
  }

  #child(at: 0 | 1): VectorBuilder {
    return this.#children[at] as VectorBuilder
  }

  #grow(capacity: number): void {
    this.#capacity = capacity
    if (this.#nulls) this.#nulls = resized(this.#nulls, new Uint8Array(capacity))
    switch (this.#layout) {
      case 'bool':
        this.#bool = resized(this.#bool, new Uint8Array(capacity))
        break
      case 'int32':
        this.#int32 = resized(this.#int32, new Int32Array(capacity))
        break
      case 'int64':
        this.#int64 = resized(this.#int64, new BigInt64Array(capacity))
        break
      case 'float64':
        this.#float64 = resized(this.#float64, new Float64Array(capacity))
        break
      case 'int128':
        this.#int64 = resized(this.#int64, new BigInt64Array(2 * capacity))
        break
      case 'bytes':
        this.#int32 = resized(this.#int32, new Int32Array(capacity))
        this.#lengths = resized(this.#lengths, new Int32Array(capacity))
        break
      case 'list':
      case 'map':
        this.#int32 = resized(this.#int32, new Int32Array(capacity + 1))
        break
    }
  }

  /** The vector of what was appended. The builder must not be used afterwards. */
  finish(): Vector {
    const base = { type: this.type, length: this.length, nulls: this.#nulls }
    switch (this.#layout) {
      case 'bool':
        return { ...base, layout: 'bool', values: this.#bool }
      case 'int32':
        return { ...base, layout: 'int32', values: this.#int32 }
      case 'int64':
        return { ...base, layout: 'int64', values: this.#int64, words: new Int32Array(this.#int64.buffer) }
      case 'float64':
        return { ...base, layout: 'float64', values: this.#float64 }
      case 'int128':
        return { ...base, layout: 'int128', values: this.#int64 }
      case 'bytes':
        return {
          ...base,
          layout: 'bytes',
          data: (this.#arena as ByteArena).bytes,
          side: undefined,
          offsets: this.#int32,
          lengths: this.#lengths,
        }
      case 'list':
        return { ...base, layout: 'list', offsets: this.#int32, child: this.#child(0).finish() }
      case 'map':
        return {
          ...base,
          layout: 'map',
          offsets: this.#int32,
          keys: this.#child(0).finish(),
          entries: this.#child(1).finish(),
        }
      case 'struct':
        return { ...base, layout: 'struct', children: this.#children.map((child) => child.finish()) }
      default:
        return { ...base, layout: 'null' }
    }
  }
}

function childTypes(type: DataType): readonly DataType[] {
  if (type.kind === 'array') return [type.element]
  if (type.kind === 'map') return [type.key, type.value]
  return partTypes(type)
}

function resized<A extends { set(from: A): void }>(from: A, to: A): A {
  to.set(from)
  return to
}

/** A vector of the given internal values. */
export function vectorOf(type: DataType, values: readonly SqlValue[]): Vector {
  const builder = new VectorBuilder(type, values.length)
  for (const value of values) builder.append(value)
  return builder.finish()
}

/** A batch of rows of internal values, all selected. */
export function batchOf(schema: Schema, rows: readonly (readonly SqlValue[])[]): RecordBatch {
  const columns = schema.fields.map((one, at) =>
    vectorOf(
      one.type,
      rows.map((row) => row[at] ?? null),
    ),
  )
  return new RecordBatch(schema, columns, rows.length)
}
