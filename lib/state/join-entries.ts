/**
 * How rows of a join are written as entries. Key: bytes of the join's key, u8 side, u32 number among the rows of the key on
 * that side, big endian. Value: u8 1 = the row has matched, then its cells (group-records.ts).
 */
const suffixBytes = 5

/** Gives the entry keys of rows; each is good until the next call. */
export class RowKeys {
  #bytes = new Uint8Array(64)
  #view = new DataView(this.#bytes.buffer)

  of(key: Uint8Array, port: 0 | 1, number: number): Uint8Array {
    const length = key.length + suffixBytes
    if (this.#bytes.length < length) {
      this.#bytes = new Uint8Array(2 * length)
      this.#view = new DataView(this.#bytes.buffer)
    }
    this.#bytes.set(key)
    this.#view.setUint8(key.length, port)
    this.#view.setUint32(key.length + 1, number)
    return this.#bytes.subarray(0, length)
  }
}

/** What `RowKeys` made an entry's key of. */
export function partsOfRowKey(bytes: Uint8Array): {
  readonly key: Uint8Array
  readonly port: 0 | 1
  readonly number: number
} {
  const at = bytes.length - suffixBytes
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return { key: bytes.subarray(0, at), port: view.getUint8(at) === 0 ? 0 : 1, number: view.getUint32(at + 1) }
}
