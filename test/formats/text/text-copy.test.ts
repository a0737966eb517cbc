/** Lines read and written again: what lies side by side in the file is copied together, and must not differ from lines apart. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { heapPool } from '../../../lib/columnar/heap-pool.ts'
import { chunksOf } from '../../../lib/formats/chunks.ts'
import { OutputBuffer } from '../../../lib/formats/output-buffer.ts'
import { textFormat } from '../../../lib/formats/text/text-format.ts'
import type { Schema } from '../../../lib/types/schema.ts'

const schema = textFormat.schema as Schema

function copied(file: string, lineSep: string): string {
  const bytes = new TextEncoder().encode(file)
  const decoder = textFormat.decoder({ schema, columns: [0], options: new Map(), zone: 'UTC', batchRows: 5 })
  const encoder = textFormat.encoder({ schema, options: new Map([['linesep', lineSep]]), zone: 'UTC' })
  const target = new OutputBuffer(16)
  const read = (into: Uint8Array, position: number): number => {
    const piece = bytes.subarray(position, position + into.length)
    into.set(piece)
    return piece.length
  }
  for (const chunk of chunksOf(read, textFormat.framing(new Map()), heapPool, 'f.txt', { chunkBytes: 64 })) {
    for (const batch of decoder.decode(chunk, heapPool)) encoder.encode(batch, target)
  }
  return new TextDecoder().decode(target.written())
}

it('writes every line once, with the separator asked for', () => {
  const line = fc.array(fc.constantFrom('a', 'é', ' ', '|', 'xyz'), { maxLength: 6 }).map((parts) => parts.join(''))
  const ended = fc.array(fc.tuple(line, fc.constantFrom('\n', '\r\n', '\r')), { maxLength: 30 })
  fc.assert(
    fc.property(ended, fc.constantFrom('\n', '\r\n', '|'), (lines, separator) => {
      // `\r` and an empty line that `\n` ends would be read as one line end.
      const parts = lines.map(([text, end], at) => (text === '' && at > 0 ? ['-', end] : [text, end]))
      const file = parts.map(([text, end]) => `${text}${end}`).join('')
      expect(copied(file, separator)).toBe(parts.map(([text]) => text + separator).join(''))
    }),
    { seed: 2026, numRuns: 200 },
  )
})
