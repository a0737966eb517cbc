/** Lines that are nearly right, and layouts of a file in reads, chunks and batches: for properties of decoders. */
import fc from 'fast-check'

/**
 * One of `seeds` with up to four letters of it changed, put in or taken out.
 *
 * @param longest length of the longest seed, about
 */
export function editedLine(seeds: readonly string[], pieces: readonly string[], longest: number): fc.Arbitrary<string> {
  const edit = fc.tuple(fc.nat({ max: longest }), fc.nat({ max: 2 }), fc.constantFrom(...pieces))
  return fc.tuple(fc.constantFrom(...seeds), fc.array(edit, { maxLength: 4 })).map(([seed, edits]) => {
    let line = seed
    for (const [place, kind, piece] of edits) {
      const at = place % (line.length + 1)
      line = line.slice(0, at) + (kind === 0 ? '' : piece) + line.slice(kind === 1 ? at : at + 1)
    }
    return line
  })
}

export const fileLayout = fc.record({
  batchRows: fc.integer({ min: 1, max: 9 }),
  readBytes: fc.constantFrom(1, 7, 1 << 16),
  chunkBytes: fc.constantFrom(64, 1 << 16),
})
