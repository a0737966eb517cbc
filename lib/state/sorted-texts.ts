/**
 * Different texts in order, of which ranges are read between changes. Changes wait until a range is asked for: few of them
 * are made one by one, in chunks, so that a range costs what has changed since the last one; many at once by a merge.
 */

/** Texts of a chunk, at most; half of them after a split. */
const chunkTexts = 512
/** One in so many changed: a merge of all is cheaper. */
const mergeShare = 16

export class SortedTexts {
  /** Each in order, none empty, in order. */
  #chunks: string[][] = []
  #size = 0
  readonly #added = new Set<string>()
  readonly #removed = new Set<string>()

  /** Of a text that is not there. */
  add(text: string): void {
    if (!this.#removed.delete(text)) this.#added.add(text)
  }

  /** Of a text that is there. */
  remove(text: string): void {
    if (!this.#added.delete(text)) this.#removed.add(text)
  }

  clear(): void {
    this.#chunks = []
    this.#size = 0
    this.#added.clear()
    this.#removed.clear()
  }

  /**
   * Texts with from <= text < to, undefined = to the end. What is changed while they are read may or may not be among
   * them; all others are.
   */
  range(from: string, to: string | undefined): Iterable<string> {
    this.#settle()
    return this.#between(from, to)
  }

  *#between(from: string, to: string | undefined): Generator<string> {
    let next = from
    for (let at = this.#chunkOf(next); at < this.#chunks.length; at = this.#chunkOf(next)) {
      const chunk = this.#chunks[at] as string[]
      // A copy, since chunks change.
      for (const text of chunk.slice(placeOf(chunk, next))) {
        if (to !== undefined && text >= to) return
        yield text
        // The least text behind it.
        next = `${text}\u0000`
      }
    }
  }

  #settle(): void {
    const changes = this.#added.size + this.#removed.size
    if (changes === 0) return
    if (changes * mergeShare > this.#size) this.#merge()
    else {
      for (const text of this.#removed) this.#take(text)
      for (const text of this.#added) this.#put(text)
    }
    this.#size += this.#added.size - this.#removed.size
    this.#added.clear()
    this.#removed.clear()
  }

  #merge(): void {
    const added = [...this.#added].sort()
    const chunks: string[][] = []
    let chunk: string[] = []
    const push = (text: string): void => {
      if (chunk.length === chunkTexts / 2) {
        chunks.push(chunk)
        chunk = []
      }
      chunk.push(text)
    }
    let next = 0
    for (const old of this.#chunks) {
      for (const text of old) {
        if (this.#removed.has(text)) continue
        while (next < added.length && (added[next] as string) < text) push(added[next++] as string)
        push(text)
      }
    }
    while (next < added.length) push(added[next++] as string)
    if (chunk.length > 0) chunks.push(chunk)
    this.#chunks = chunks
  }

  #put(text: string): void {
    const at = Math.min(this.#chunkOf(text), Math.max(0, this.#chunks.length - 1))
    const chunk = this.#chunks[at]
    if (!chunk) {
      this.#chunks.push([text])
      return
    }
    chunk.splice(placeOf(chunk, text), 0, text)
    if (chunk.length > chunkTexts) this.#chunks.splice(at + 1, 0, chunk.splice(chunkTexts / 2))
  }

  #take(text: string): void {
    const at = this.#chunkOf(text)
    const chunk = this.#chunks[at] as string[]
    chunk.splice(placeOf(chunk, text), 1)
    if (chunk.length === 0) this.#chunks.splice(at, 1)
  }

  /** The first chunk whose last text is not before this one; behind all when there is none. */
  #chunkOf(text: string): number {
    let low = 0
    let high = this.#chunks.length
    while (low < high) {
      const middle = (low + high) >> 1
      const chunk = this.#chunks[middle] as string[]
      if ((chunk[chunk.length - 1] as string) < text) low = middle + 1
      else high = middle
    }
    return low
  }
}

/** The place of the first text that is not before this one, among texts in order. */
export function placeOf(chunk: readonly string[], text: string): number {
  let low = 0
  let high = chunk.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((chunk[middle] as string) < text) low = middle + 1
    else high = middle
  }
  return low
}
