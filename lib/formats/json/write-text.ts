/** Strings into an output buffer, escaped as Jackson does, and texts that are there as JavaScript strings. */

import { quoteJson } from '../../types/json-text.ts'
import type { OutputBuffer } from '../output-buffer.ts'
import { skipMultiByte } from './skip-value.ts'

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/**
 * Writes a text at `at` and gives the position behind it. Makes sure that `room` more bytes fit behind it; `bytes` and
 * `view` of the buffer may be new ones afterwards.
 */
export function writeText(target: OutputBuffer, at: number, text: string, room: number): number {
  target.top = at
  target.reserve(text.length * 3 + room)
  return at + encoder.encodeInto(text, target.bytes.subarray(at)).written
}

const short = new Uint8Array(128)
for (const [unit, letter] of [
  [8, 'b'],
  [9, 't'],
  [10, 'n'],
  [12, 'f'],
  [13, 'r'],
  [34, '"'],
  [92, '\\'],
] as const) {
  short[unit] = letter.charCodeAt(0)
}

const hexDigits = encoder.encode('0123456789ABCDEF')

/**
 * Writes `length` bytes of UTF-8 at `from` as the inside of a JSON string: what has to be escaped is, and ill-formed
 * bytes become U+FFFD. See `writeText` for `room`.
 *
 * @param ascii escape everything above 127 too
 */
export function writeEscaped(
  target: OutputBuffer,
  at: number,
  source: Uint8Array,
  from: number,
  length: number,
  room: number,
  ascii: boolean,
): number {
  target.top = at
  target.reserve(length * 6 + room)
  const out = target.bytes
  const end = from + length
  let top = at
  for (let i = from; i < end; ) {
    const byte = source[i] as number
    if (byte > 127) {
      const next = ascii ? -1 : skipMultiByte(source, i)
      if (next < 0 || next > end) return writeDecoded(target, at, source.subarray(from, end), room, ascii)
      while (i < next) out[top++] = source[i++] as number
      continue
    }
    i++
    if (byte >= 32 && byte !== 34 && byte !== 92) {
      out[top++] = byte
      continue
    }
    const letter = short[byte] as number
    out[top++] = 92
    if (letter !== 0) {
      out[top++] = letter
      continue
    }
    out[top] = 117
    out[top + 1] = 48
    out[top + 2] = 48
    out[top + 3] = 48 + (byte >> 4)
    out[top + 4] = hexDigits[byte & 15] as number
    top += 5
  }
  return top
}

function writeDecoded(target: OutputBuffer, at: number, bytes: Uint8Array, room: number, ascii: boolean): number {
  return writeText(target, at, quoteJson(decoder.decode(bytes), ascii).slice(1, -1), room)
}
