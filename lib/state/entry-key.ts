/** A key of entries: its bytes, and the same as text of one character each, whose order is that of the bytes. */
import { textOfBytes } from './entry-lists.ts'

export class EntryKey {
  readonly text: string
  /** Tables in memory in which the key was looked up, each followed by what it found there; theirs to read and write. */
  found: unknown[] | undefined
  #bytes: Uint8Array | undefined

  /** @param text characters up to U+00FF */
  constructor(text: string, bytes?: Uint8Array) {
    this.text = text
    this.#bytes = bytes
  }

  /** The key of bytes, which are taken over. */
  static of(bytes: Uint8Array): EntryKey {
    return new EntryKey(textOfBytes(bytes), bytes)
  }

  /** Made when they are asked for: tables in memory do without. Must not be changed. */
  get bytes(): Uint8Array {
    this.#bytes ??= bytesOf(this.text)
    return this.#bytes
  }
}

function bytesOf(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at)
  return bytes
}
