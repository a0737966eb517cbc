/**
 * Lines of bytes that come in pieces, split as Java's BufferedReader does: at LF, CR or CR LF, also when a piece ends
 * between the two. Bytes that are no UTF-8 become U+FFFD, as many as Java's decoder gives.
 */
export class LineSplitter {
  readonly #onLine: (line: string) => void
  /** Pieces of the line that has not ended. */
  #open: Uint8Array[] = []
  #pending = 0
  #afterCarriageReturn = false

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine
  }

  /** Bytes of the line that has not ended. */
  get pending(): number {
    return this.#pending
  }

  /** @param bytes kept until their line has ended */
  add(bytes: Uint8Array): void {
    let from = 0
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at]
      if (byte === lineFeed && this.#afterCarriageReturn) from = at + 1
      else if (byte === lineFeed || byte === carriageReturn) {
        this.#keep(bytes.subarray(from, at))
        this.#emit()
        from = at + 1
      }
      this.#afterCarriageReturn = byte === carriageReturn
    }
    this.#keep(bytes.subarray(from))
  }

  /** The peer has ended: what is left is a line, unless it is empty. */
  end(): void {
    if (this.#pending > 0) this.#emit()
  }

  #keep(bytes: Uint8Array): void {
    if (bytes.length === 0) return
    this.#open.push(bytes)
    this.#pending += bytes.length
  }

  #emit(): void {
    const line = new Uint8Array(this.#pending)
    let at = 0
    for (const piece of this.#open) {
      line.set(piece, at)
      at += piece.length
    }
    this.#open = []
    this.#pending = 0
    this.#onLine(textOf(line))
  }
}

const lineFeed = 0x0a
const carriageReturn = 0x0d
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** An encoded surrogate (ED A0..BF xx) is one malformed character to Java and three to TextDecoder; all else is equal. */
function textOf(line: Uint8Array): string {
  for (let at = line.indexOf(0xed); at >= 0; at = line.indexOf(0xed, at + 1)) {
    if (isContinuation(line[at + 1], 0xa0) && isContinuation(line[at + 2], 0x80)) line.set(replacement, at)
  }
  return decoder.decode(line)
}

const replacement = [0xef, 0xbf, 0xbd]

function isContinuation(byte: number | undefined, least: number): boolean {
  return byte !== undefined && byte >= least && byte <= 0xbf
}
