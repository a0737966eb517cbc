/**
 * Texts made of bytes without decoding them, for generated code: the result of the last call stands in `data` at `offset`,
 * in the scratch's own memory or in that of the argument. What is not ASCII goes through strings where case matters.
 */
import { textOf, utf8Of } from '../../../columnar/bytes.ts'
import { characterCount, copyBytes, indexOfBytes } from '../../../columnar/word-reads.ts'
import { stringType } from '../../../types/types.ts'
import type { Emitter, Operand } from '../../emitter.ts'

export type TextBytes = NonNullable<Operand['bytes']>

const space = 0x20

export class TextScratch {
  data: Uint8Array = new Uint8Array(64)
  offset = 0
  length = 0
  #own = new Uint8Array(64)
  #ownView = new DataView(this.#own.buffer)

  upper(data: Uint8Array, offset: number, length: number): void {
    this.#cased(data, offset, length, 97, -space)
  }

  lower(data: Uint8Array, offset: number, length: number): void {
    this.#cased(data, offset, length, 65, space)
  }

  /** ASCII letters from `first` on move by `step`. */
  #cased(data: Uint8Array, offset: number, length: number, first: number, step: number): void {
    const own = this.#room(length)
    let all = 0
    for (let i = 0; i < length; i++) {
      const byte = data[offset + i] as number
      all |= byte
      own[i] = (byte - first) >>> 0 < 26 ? byte + step : byte
    }
    this.length = length
    if (all < 128) return
    const text = textOf(data, offset, length)
    this.#take(utf8Of(step < 0 ? text.toUpperCase() : text.toLowerCase()))
  }

  /** Without the spaces at its ends. */
  trim(data: Uint8Array, offset: number, length: number, atStart: boolean, atEnd: boolean): void {
    let from = offset
    let end = offset + length
    if (atStart) while (from < end && data[from] === space) from++
    if (atEnd) while (end > from && data[end - 1] === space) end--
    this.#view(data, from, end - from)
  }

  /** Part of a text by characters: Spark's `substringSQL`. */
  substring(data: Uint8Array, offset: number, length: number, position: number, count: number): void {
    let from = position > 0 ? position - 1 : position
    let left = count
    if (from < 0) {
      from += characterCount(data, offset, length)
      // What lies before the text counts as characters that are not there.
      if (from < 0) {
        left += from
        from = 0
      }
    }
    const end = offset + length
    const begin = skip(data, offset, end, from)
    this.#view(data, begin, skip(data, begin, end, left) - begin)
  }

  /** Begins a text that `add` makes longer. */
  begin(): void {
    this.data = this.#own
    this.offset = 0
    this.length = 0
  }

  add(data: Uint8Array, offset: number, length: number): void {
    const at = this.length
    if (this.#own.length < at + length) this.#grow(at + length)
    copyBytes(data, offset, length, this.#own, this.#ownView, at)
    this.length = at + length
  }

  /** Two texts as one: what most concatenations are, in one step. */
  join(a: Uint8Array, aAt: number, aLength: number, b: Uint8Array, bAt: number, bLength: number): void {
    const length = aLength + bLength
    const own = this.#room(length)
    copyBytes(a, aAt, aLength, own, this.#ownView, 0)
    copyBytes(b, bAt, bLength, own, this.#ownView, aLength)
    this.length = length
  }

  /** With every occurrence of a part replaced; an empty part is nowhere. */
  replace(
    data: Uint8Array,
    offset: number,
    length: number,
    part: Uint8Array,
    partAt: number,
    partLength: number,
    by: Uint8Array,
    byAt: number,
    byLength: number,
  ): void {
    const end = offset + length
    let at = partLength === 0 ? -1 : indexOfBytes(data, offset, length, part, partAt, partLength)
    if (at < 0) return this.#view(data, offset, length)
    this.begin()
    let from = offset
    while (at >= 0) {
      this.add(data, from, offset + at - from)
      this.add(by, byAt, byLength)
      from = offset + at + partLength
      const next = indexOfBytes(data, from, end - from, part, partAt, partLength)
      at = next < 0 ? -1 : from - offset + next
    }
    this.add(data, from, end - from)
  }

  #view(data: Uint8Array, offset: number, length: number): void {
    this.data = data
    this.offset = offset
    this.length = length
  }

  #take(bytes: Uint8Array): void {
    this.#view(bytes, 0, bytes.length)
  }

  #room(length: number): Uint8Array {
    if (this.#own.length < length) this.#grow(length)
    this.data = this.#own
    this.offset = 0
    return this.#own
  }

  #grow(needed: number): void {
    const grown = new Uint8Array(Math.max(needed, this.#own.length * 2))
    grown.set(this.#own)
    this.#own = grown
    this.#ownView = new DataView(grown.buffer)
    this.data = grown
  }
}

/** Where `count` characters from `at` on end. */
function skip(data: Uint8Array, at: number, end: number, count: number): number {
  let place = at
  for (let left = count; left > 0 && place < end; left--) {
    place++
    while (place < end && ((data[place] as number) & 0xc0) === 0x80) place++
  }
  return place
}

/** Position from 1, in characters, of bytes in others; 0 where they are not. */
export function positionOfBytes(
  data: Uint8Array,
  offset: number,
  length: number,
  part: Uint8Array,
  partAt: number,
  partLength: number,
): number {
  const at = indexOfBytes(data, offset, length, part, partAt, partLength)
  return at < 0 ? 0 : characterCount(data, offset, at) + 1
}

/**
 * The operand of a text that a scratch holds after some statements.
 *
 * @param write writes them; gets the scratch's name
 */
export function scratchText(emitter: Emitter, write: (scratch: string) => void): Operand {
  const scratch = emitter.constant(new TextScratch())
  write(scratch)
  const data = emitter.local(`${scratch}.data`)
  const offset = emitter.local(`${scratch}.offset`)
  const length = emitter.local(`${scratch}.length`)
  const value = `${emitter.constant(textOf)}(${data}, ${offset}, ${length})`
  return { type: stringType, value, isNull: undefined, bytes: { data, offset, length } }
}

/** `data, offset, length` of an operand, as arguments. */
export const bytesArguments = ({ data, offset, length }: TextBytes): string => `${data}, ${offset}, ${length}`

/** An `emit`: a method of the scratch over the bytes of the first argument. @param more further arguments, as code */
export const scratchMethod =
  (method: 'upper' | 'lower' | 'trim', ...more: readonly string[]) =>
  (emitter: Emitter, [text]: readonly Operand[]): Operand | undefined => {
    const bytes = text?.bytes
    if (!bytes) return undefined
    const args = [bytesArguments(bytes), ...more].join(', ')
    return scratchText(emitter, (scratch) => emitter.line(`${scratch}.${method}(${args})`))
  }
