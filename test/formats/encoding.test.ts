import { describe, expect, it } from 'vitest'
import { encodedText, transcoded } from '../../lib/formats/encoding.ts'

/** All that a wrapped reader gives, asked for `size` bytes at a time from a file that gives at most `step`. */
function readAll(bytes: Uint8Array, encoding: string, size: number, step: number): string {
  const read = transcoded((target, position) => {
    const piece = bytes.subarray(position, position + Math.min(step, target.length))
    target.set(piece)
    return piece.length
  }, encoding)
  const out: number[] = []
  for (;;) {
    const target = new Uint8Array(size)
    const count = read(target, out.length)
    if (count === 0) return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(out))
    out.push(...target.subarray(0, count))
  }
}

describe('files in other encodings', () => {
  const text = 'aé\u20ac日😀\n'
  for (const encoding of ['UTF-8', 'utf-16le', 'UTF-16BE', 'UTF-16', 'UTF-32LE', 'UTF-32BE', 'UTF-32']) {
    it(`come back as they were written, in pieces of any size: ${encoding}`, () => {
      const bytes = encodedText(text, encoding, true)
      for (const size of [1, 3, 100])
        for (const step of [1, 2, 3, 100]) expect(readAll(bytes, encoding, size, step)).toBe(text)
    })
  }

  it('have a question mark for what they lack', () => {
    expect(encodedText('aé\u20ac😀', 'ISO-8859-1')).toEqual(Uint8Array.of(97, 233, 63, 63))
    expect(encodedText('aé', 'US-ASCII')).toEqual(Uint8Array.of(97, 63))
    expect(encodedText('\u20ac', 'windows-1252')).toEqual(Uint8Array.of(0x80))
  })

  it('read ISO-8859-1 byte for byte, which browsers do not', () => {
    expect(readAll(Uint8Array.of(0x80, 0x9f, 0xe9), 'ISO-8859-1', 10, 10)).toBe('\u0080\u009fé')
    expect(readAll(Uint8Array.of(0x80), 'Cp1252', 10, 10)).toBe('\u20ac')
  })

  it('drop a byte order mark and say which order it means', () => {
    expect(readAll(Uint8Array.of(0xff, 0xfe, 0x61, 0), 'UTF-16', 10, 1)).toBe('a')
    expect(readAll(Uint8Array.of(0, 0x61), 'UTF-16', 10, 1)).toBe('a')
    expect(readAll(Uint8Array.of(0xff, 0xfe, 0, 0, 0x61, 0, 0, 0), 'UTF-32', 10, 1)).toBe('a')
  })

  it('are refused by name when nobody knows them', () => {
    expect(() => encodedText('a', 'UTF-99')).toThrow('UTF-99')
  })
})
