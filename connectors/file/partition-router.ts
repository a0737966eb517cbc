/** Which partition each row of a batch belongs to, without a string or an object per row. */

import { ByteDictionary } from '../../lib/columnar/byte-dictionary.ts'
import { hashBytes } from '../../lib/columnar/bytes.ts'
import type { RecordBatch } from '../../lib/columnar/record-batch.ts'
import { valueAt } from '../../lib/columnar/values.ts'
import type { BytesVector, DictionaryVector, Vector } from '../../lib/columnar/vector.ts'
import { prettyText } from '../../lib/expressions/pretty-text.ts'
import { partitionDirectory } from '../../lib/files/paths.ts'
import type { DataType, Field, SqlValue } from '../../lib/types/data-type.ts'
import type { Zone } from '../../lib/types/time/zone.ts'

/** Rows of one batch that go to one directory, in their order. */
export interface RoutedRows {
  /** `kind=a/day=2026-01-02` */
  readonly directory: string
  readonly rows: Int32Array
}

/** Codes stay below 2^26, so that a pair of them is an exact number. */
const pairFactor = 2 ** 26

export class PartitionRouter {
  readonly #fields: readonly Field[]
  readonly #columns: readonly number[]
  readonly #zone: Zone
  readonly #coders: readonly ValueCoder[]
  /** For each column but the first: (id so far, code) → id. */
  readonly #pairs: readonly Map<number, number>[]
  readonly #directories: string[] = []
  #ids = new Int32Array(0)

  /**
   * @param columns positions of the partition columns, outermost first
   * @param zone session zone, for the text of timestamps
   */
  constructor(fields: readonly Field[], columns: readonly number[], zone: Zone) {
    this.#fields = fields
    this.#columns = columns
    this.#zone = zone
    this.#coders = columns.map(() => new ValueCoder())
    this.#pairs = columns.map(() => new Map())
  }

  /** Distinct directories so far; a router with too many is thrown away. */
  get size(): number {
    return this.#directories.length
  }

  /** @throws MILLRACE_PARTITION_NAME for a value that cannot name a directory */
  route(batch: RecordBatch): readonly RoutedRows[] {
    const { selected, selection } = batch
    if (this.#ids.length < selected) this.#ids = new Int32Array(selected)
    const ids = this.#ids
    const vectors = this.#columns.map((column) => batch.columns[column] as Vector)
    for (const [at, vector] of vectors.entries()) this.#code(at, vector, selection, selected)
    const counts = new Map<number, number>()
    for (let i = 0; i < selected; i++) {
      const id = ids[i] as number
      const count = counts.get(id)
      counts.set(id, (count ?? 0) + 1)
      if (count === undefined && this.#directories[id] === undefined) {
        this.#directories[id] = this.#directory(vectors, selection ? (selection[i] as number) : i)
      }
    }
    return this.#grouped(counts, selection, selected)
  }

  /** Replaces the id of each row by that of (id, its value in column `at`). */
  #code(at: number, vector: Vector, selection: Int32Array | undefined, selected: number): void {
    const ids = this.#ids
    const coder = this.#coders[at] as ValueCoder
    const pairs = this.#pairs[at] as Map<number, number>
    coder.begin(vector)
    for (let i = 0; i < selected; i++) {
      const code = coder.code(vector, selection ? (selection[i] as number) : i)
      if (at === 0) ids[i] = code
      else {
        const pair = (ids[i] as number) * pairFactor + code
        let id = pairs.get(pair)
        if (id === undefined) {
          id = pairs.size
          pairs.set(pair, id)
        }
        ids[i] = id
      }
    }
  }

  #grouped(
    counts: ReadonlyMap<number, number>,
    selection: Int32Array | undefined,
    selected: number,
  ): readonly RoutedRows[] {
    const groups = new Map<number, { rows: Int32Array; filled: number }>()
    for (const [id, count] of counts) groups.set(id, { rows: new Int32Array(count), filled: 0 })
    for (let i = 0; i < selected; i++) {
      const group = groups.get(this.#ids[i] as number) as { rows: Int32Array; filled: number }
      group.rows[group.filled++] = selection ? (selection[i] as number) : i
    }
    return [...groups].map(([id, { rows }]) => ({ directory: this.#directories[id] as string, rows }))
  }

  #directory(vectors: readonly Vector[], row: number): string {
    return this.#columns
      .map((column, at) => {
        const { name, type } = this.#fields[column] as Field
        return partitionDirectory(name, this.#text(type, valueAt(vectors[at] as Vector, row)))
      })
      .join('/')
  }

  /** CAST AS STRING: binary is read as UTF-8. */
  #text(type: DataType, value: SqlValue): string | null {
    if (value === null) return null
    return type.kind === 'binary' ? new TextDecoder().decode(value as Uint8Array) : prettyText(type, value, this.#zone)
  }
}

/** Dense codes of one column's values; 0 is null. */
class ValueCoder {
  readonly #numbers = new Map<number, number>()
  readonly #wide = new Map<number, Map<number, number>>()
  readonly #others = new Map<SqlValue, number>()
  readonly #bytes = new ByteDictionary(64)
  #next = 1
  #memo = new Int32Array(0)
  #view: DataView = new DataView(new ArrayBuffer(0))
  #side: DataView = this.#view

  /** Before the rows of a vector. */
  begin(vector: Vector): void {
    if (vector.layout === 'dictionary') this.#memo = new Int32Array(vector.dictionary.size)
    if (vector.layout !== 'bytes') return
    this.#view = viewOf(vector.data)
    if (vector.side) this.#side = viewOf(vector.side)
  }

  code(vector: Vector, row: number): number {
    if (vector.layout === 'null' || vector.nulls?.[row] === 1) return 0
    switch (vector.layout) {
      case 'bool':
      case 'int32':
        return this.#number(vector.values[row] as number)
      case 'int64':
        return this.#words(vector.words[2 * row] as number, vector.words[2 * row + 1] as number)
      case 'bytes':
        return this.#text(vector, row)
      case 'dictionary':
        return this.#entry(vector, row)
      case 'float64': {
        const value = vector.values[row] as number
        // A Map takes -0 for 0; Spark gives them directories of their own.
        return Object.is(value, -0) ? this.#other('-0') : this.#number(value)
      }
      default:
        return this.#other(valueAt(vector, row))
    }
  }

  #number(value: number): number {
    const known = this.#numbers.get(value)
    if (known !== undefined) return known
    this.#numbers.set(value, this.#next)
    return this.#next++
  }

  #words(low: number, high: number): number {
    let lows = this.#wide.get(high)
    if (!lows) {
      lows = new Map()
      this.#wide.set(high, lows)
    }
    const known = lows.get(low)
    if (known !== undefined) return known
    lows.set(low, this.#next)
    return this.#next++
  }

  #text(vector: BytesVector, row: number): number {
    const offset = vector.offsets[row] as number
    const length = vector.lengths[row] as number
    if (offset >= 0) return this.#lookup(vector.data, this.#view, offset, length)
    return this.#lookup(vector.side as Uint8Array, this.#side, -1 - offset, length)
  }

  #entry(vector: DictionaryVector, row: number): number {
    const entry = vector.codes[row] as number
    const known = this.#memo[entry] as number
    if (known !== 0) return known
    const { data, offsets, lengths } = vector.dictionary
    const code = this.#lookup(data, viewOf(data), offsets[entry] as number, lengths[entry] as number)
    this.#memo[entry] = code
    return code
  }

  #lookup(data: Uint8Array, view: DataView, offset: number, length: number): number {
    return this.#bytes.lookup(data, view, offset, length, hashBytes(view, offset, length)) + 1
  }

  #other(value: SqlValue): number {
    const known = this.#others.get(value)
    if (known !== undefined) return known
    this.#others.set(value, this.#next)
    return this.#next++
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
