/** Results of an expression over one dictionary column, evaluated once per entry, at the first row that has it. */
import { ByteDictionary } from '../../columnar/byte-dictionary.ts'
import type { Dictionary } from '../../columnar/dictionary.ts'
import { layoutOf } from '../../columnar/layout.ts'
import type { DataType, SqlValue } from '../../types/data-type.ts'

const unknown = 0
const known = 1
const isNull = 2

/**
 * Entry 0 stands for NULL, code c has entry c + 1. Codes are dense and keep their meaning for a dictionary's life, so
 * results stay until another dictionary comes. Entries nobody reads are never evaluated: an expression may raise.
 */
export class DictionaryMemo {
  /** Input column that the codes come from. */
  readonly column: number
  /** 0 not evaluated yet, 1 has a value, 2 is null. */
  states = new Uint8Array(0)
  bool = new Uint8Array(0)
  int32 = new Int32Array(0)
  int64 = new BigInt64Array(0)
  float64 = new Float64Array(0)
  values: SqlValue[] = []
  /** Codes of text results in `texts`. */
  codes = new Int32Array(0)
  /** The different text results. */
  texts = new ByteDictionary(16)
  readonly store: 'bool' | 'int32' | 'int64' | 'float64' | 'text' | 'value'
  #dictionary: Dictionary | undefined

  constructor(column: number, type: DataType) {
    this.column = column
    this.store = storeOf(type)
  }

  /** Makes room for every entry of `dictionary`; forgets all when it is not the one of the last batch. */
  open(dictionary: Dictionary): void {
    if (this.#dictionary !== dictionary) {
      this.#dictionary = dictionary
      this.texts = new ByteDictionary(16)
      this.states = new Uint8Array(0)
      this.values = []
    }
    if (this.states.length > dictionary.size) return
    const size = Math.max(dictionary.size + 1, this.states.length * 2)
    this.states = copied(this.states, new Uint8Array(size))
    if (this.store === 'bool') this.bool = copied(this.bool, new Uint8Array(size))
    else if (this.store === 'int32') this.int32 = copied(this.int32, new Int32Array(size))
    else if (this.store === 'text') this.codes = copied(this.codes, new Int32Array(size))
    else if (this.store === 'float64') this.float64 = copied(this.float64, new Float64Array(size))
    else if (this.store === 'int64') {
      const grown = new BigInt64Array(size)
      grown.set(this.int64.subarray(0, size))
      this.int64 = grown
    }
  }

  /** Keeps a result and gives the entry's new state. */
  put(entry: number, value: SqlValue): number {
    if (value === null) {
      this.states[entry] = isNull
      return isNull
    }
    if (this.store === 'bool') this.bool[entry] = value === true ? 1 : 0
    else if (this.store === 'int32') this.int32[entry] = value as number
    else if (this.store === 'int64') this.int64[entry] = value as bigint
    else if (this.store === 'float64') this.float64[entry] = value as number
    else if (this.store === 'text') this.codes[entry] = this.texts.lookupText(value as string)
    else this.values[entry] = value
    this.states[entry] = known
    return known
  }

  /** For generated code: what `states` says of entries that were never evaluated. */
  static readonly unknown = unknown
}

function storeOf(type: DataType): DictionaryMemo['store'] {
  const layout = layoutOf(type)
  if (layout === 'bytes') return type.kind === 'binary' ? 'value' : 'text'
  return layout === 'bool' || layout === 'int32' || layout === 'int64' || layout === 'float64' ? layout : 'value'
}

function copied<A extends Uint8Array | Int32Array | Float64Array>(from: A, to: A): A {
  to.set(from.subarray(0, to.length))
  return to
}
