import { describe, expect, it } from 'vitest'
import type { DataType, SqlValue } from '../../../lib/types/data-type.ts'
import { Schema } from '../../../lib/types/schema.ts'
import { decodeFile } from './decoding.ts'
import { recordable, recordedCases } from './recorded-lines.ts'

const withCorrupt = (schema: Schema): Schema =>
  new Schema([...schema.fields, { name: '_corrupt_record', type: { kind: 'string' }, nullable: true }])

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** The chunk between two plain lines, so that a byte order mark does not begin the file, and its rows alone. */
function around(chunk: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(chunk.length + 7)
  bytes.set([123, 125, 10])
  bytes.set(chunk, 3)
  bytes.set([10, 123, 125, 10], chunk.length + 3)
  return bytes
}

describe('the json decoder', () => {
  const kinds = new Set(recordedCases.map((one) => one.kind))
  for (const kind of kinds) {
    it(`reads odd lines as Spark does: ${kind}`, () => {
      const wrong: unknown[] = []
      for (const { schema, chunk, rows } of recordedCases.filter((one) => one.kind === kind)) {
        const got = decodeFile(around(chunk), withCorrupt(schema))
          .rows.slice(1, -1)
          .map((row) =>
            row.map((value, at) =>
              recordable((schema.fields[at]?.type ?? { kind: 'string' }) as DataType, value as SqlValue),
            ),
          )
        try {
          expect(got).toEqual(rows)
        } catch {
          wrong.push({ line: decoder.decode(chunk), got, rows })
        }
      }
      expect(wrong).toEqual([])
    })
  }
})
