/** Where records end in a chunk. */

/** A record's end, and where the next one begins. Reused. */
export class RecordEnds {
  end = 0
  next = 0
  readonly #separator: Uint8Array | undefined

  /** @param separator undefined: `\n`, `\r\n` and `\r` end a record */
  constructor(separator: Uint8Array | undefined) {
    this.#separator = separator
  }

  /** Finds the end of the record that begins at `from`; the bytes before `to` end with a record end. */
  find(bytes: Uint8Array, from: number, to: number): void {
    if (this.#separator !== undefined) this.#findSeparator(bytes, from, to, this.#separator)
    else this.#findLineEnd(bytes, from, to)
  }

  #findLineEnd(bytes: Uint8Array, from: number, to: number): void {
    let at = from
    while (at < to && bytes[at] !== 10 && bytes[at] !== 13) at++
    this.end = at
    this.next = at + 1 < to && bytes[at] === 13 && bytes[at + 1] === 10 ? at + 2 : at + 1
  }

  #findSeparator(bytes: Uint8Array, from: number, to: number, separator: Uint8Array): void {
    const first = separator[0] as number
    for (let at = from; at <= to - separator.length; at++) {
      if (bytes[at] !== first) continue
      let same = 1
      while (same < separator.length && bytes[at + same] === separator[same]) same++
      if (same < separator.length) continue
      this.end = at
      this.next = at + separator.length
      return
    }
    this.end = this.next = to
  }
}
