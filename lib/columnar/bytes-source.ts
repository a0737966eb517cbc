/** Where the bytes of a string or binary column's rows lie, whatever its layout. One object for many rows. */
import { invariant } from '../errors.ts'
import type { BytesVector, DictionaryVector, Vector } from './vector.ts'

const none = new Uint8Array(0)
const noNumbers = new Int32Array(0)

export class BytesSource {
  /** The bytes that the last `seek` found something in. */
  bytes: Uint8Array = none
  /** Offset and length of what it found. */
  from = 0
  length = 0
  #codes: Int32Array | undefined
  #offsets: Int32Array = noNumbers
  #lengths: Int32Array = noNumbers
  #data: Uint8Array = none
  #side: Uint8Array = none

  /** Turns to a column; it must not be read after the batch it belongs to. */
  read(vector: Vector): void {
    invariant(vector.layout === 'bytes' || vector.layout === 'dictionary', `a ${vector.layout} column among strings`)
    const from: BytesVector | DictionaryVector['dictionary'] = vector.layout === 'bytes' ? vector : vector.dictionary
    this.#codes = vector.layout === 'bytes' ? undefined : vector.codes
    this.#offsets = from.offsets
    this.#lengths = from.lengths
    this.#data = from.data
    this.#side = vector.layout === 'bytes' ? (vector.side ?? none) : none
  }

  /** Finds a row that is not null. */
  seek(row: number): void {
    const at = this.#codes === undefined ? row : (this.#codes[row] as number)
    const offset = this.#offsets[at] as number
    this.length = this.#lengths[at] as number
    if (offset < 0) {
      this.bytes = this.#side
      this.from = -1 - offset
    } else {
      this.bytes = this.#data
      this.from = offset
    }
  }
}
