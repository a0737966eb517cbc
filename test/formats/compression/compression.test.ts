/** The codecs that Node has not: what they write they read, in pieces of any size, and bad bytes are an error. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Bzip2Compressor } from '../../../lib/formats/compression/bzip2-compressor.ts'
import { Bzip2Decompressor } from '../../../lib/formats/compression/bzip2-decompressor.ts'
import { codeLengths } from '../../../lib/formats/compression/code-lengths.ts'
import type { Decompressor } from '../../../lib/formats/compression/decompressor.ts'
import { HadoopBlocks, hadoopBlocks } from '../../../lib/formats/compression/hadoop-blocks.ts'
import { lz4 } from '../../../lib/formats/compression/lz4.ts'
import { snappy } from '../../../lib/formats/compression/snappy.ts'
import { sortRotations } from '../../../lib/formats/compression/sort-rotations.ts'

interface Codec {
  compress(pieces: readonly Uint8Array[]): Uint8Array
  decompressor(): Decompressor
}

const blocksOf = (codec: typeof snappy): Codec => ({
  compress: (pieces) => Buffer.concat(pieces.map((piece) => hadoopBlocks(codec, piece))),
  decompressor: () => new HadoopBlocks(codec),
})

const codecs: readonly (readonly [string, Codec])[] = [
  ['snappy', blocksOf(snappy)],
  ['lz4', blocksOf(lz4)],
  [
    'bzip2',
    {
      compress(pieces) {
        const compressor = new Bzip2Compressor()
        return Buffer.concat([...pieces.map((piece) => compressor.compress(piece)), compressor.finish()])
      },
      decompressor: () => new Bzip2Decompressor(),
    },
  ],
]

function decompressed(decompressor: Decompressor, bytes: Uint8Array, step: number): Buffer {
  const pieces: Uint8Array[] = []
  const piece = new Uint8Array(step)
  for (let from = 0; from < bytes.length; from += step) {
    const part = bytes.subarray(from, from + step)
    piece.set(part)
    for (const one of decompressor.push(piece.subarray(0, part.length))) pieces.push(one)
    // What was pushed is the caller's again.
    piece.fill(0xdb)
  }
  for (const one of decompressor.end()) pieces.push(one)
  return Buffer.concat(pieces)
}

/** Bytes with long and short runs, repetitions near and far, and noise. */
const contents = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc.tuple(fc.nat(255), fc.nat(700)).map(([byte, count]) => new Uint8Array(count).fill(byte)),
      fc
        .tuple(fc.uint8Array({ maxLength: 6 }), fc.nat(60))
        .map(([bytes, count]) => Uint8Array.from(Array.from({ length: count }, () => [...bytes]).flat())),
      fc.constantFrom('{"key":"value"}\n', '2026-01-01 00:00:00,', 'é').map((text) => new TextEncoder().encode(text)),
    ),
    { maxLength: 40 },
  )
  .map((pieces) => new Uint8Array(Buffer.concat(pieces)))

describe.each(codecs)('%s', (_, codec) => {
  test('reads what it wrote, whatever the pieces', () => {
    fc.assert(
      fc.property(fc.array(contents, { maxLength: 3 }), fc.integer({ min: 1, max: 5000 }), (pieces, step) => {
        const read = decompressed(codec.decompressor(), codec.compress(pieces), step)
        expect(read.equals(Buffer.concat(pieces))).toBe(true)
      }),
      { numRuns: 150 },
    )
  })

  test('more than one block', () => {
    const numbers = Uint32Array.from({ length: 500_000 }, (_, at) => Math.imul(at, 0x9e3779b1) >>> (at % 29))
    const bytes = new Uint8Array(numbers.buffer)
    expect(decompressed(codec.decompressor(), codec.compress([bytes]), 65_536).equals(bytes)).toBe(true)
  })

  test('bytes that are cut off are an error, wherever the cut lies', () => {
    const whole = codec.compress([readFileSync('test/fixtures/hadoop-codecs/rows.json.zst').subarray(0, 3000)])
    for (let end = 1; end < whole.length; end += 7) {
      expect(() => decompressed(codec.decompressor(), whole.subarray(0, end), 512)).toThrow()
    }
  })

  test('changed bytes end in an error or in bytes, never in anything else', () => {
    const whole = codec.compress([new TextEncoder().encode('{"key":"value","n":12345}\n'.repeat(90))])
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, byte) => {
        const changed = whole.slice()
        changed[at] = byte
        try {
          expect(decompressed(codec.decompressor(), changed, 100).length).toBeLessThan(100_000)
        } catch (error) {
          expect(error).toBeInstanceOf(Error)
          expect(error).not.toBeInstanceOf(RangeError)
        }
      }),
      { numRuns: 400 },
    )
  })
})

test('a changed byte of bzip2 never passes', () => {
  const bytes = readFileSync('test/fixtures/hadoop-codecs/rows.json.bz2')
  for (let at = 5000; at < 5400; at += 40) {
    const changed = Uint8Array.from(bytes, (byte, place) => (place === at ? byte ^ 16 : byte))
    expect(() => decompressed(new Bzip2Decompressor(), changed, 65_536)).toThrow()
  }
})

test('rotations are sorted as by comparing them', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 60, max: 3 }), (bytes) => {
      const rotation = (at: number): string => [...bytes.subarray(at), ...bytes.subarray(0, at)].join()
      const order = [...sortRotations(bytes)]
      expect([...order].sort((a, b) => a - b)).toEqual(order.map((_, at) => at))
      expect(order.map(rotation)).toEqual(order.map((_, at) => rotation(at)).sort())
    }),
  )
})

test('lengths of codes are a full set of prefixes, none above the longest', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(900_000), { minLength: 3, maxLength: 258 }), (weights) => {
      const lengths = codeLengths(Int32Array.from(weights), 17)
      expect(Math.max(...lengths)).toBeLessThanOrEqual(17)
      expect(lengths.reduce((sum, length) => sum + 2 ** -length, 0)).toBe(1)
    }),
  )
})
