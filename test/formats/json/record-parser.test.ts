import { describe, expect, it } from 'vitest'
import { jsonReadOptions } from '../../../lib/formats/json/options.ts'
import { JsonRecordParser } from '../../../lib/formats/json/record-parser.ts'
import type { DataType, SqlValue } from '../../../lib/types/data-type.ts'
import { recordable, recordedCases } from './recorded-lines.ts'

const options = jsonReadOptions(new Map(), 'UTC')
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** Lines of a chunk as Spark cuts them: `\n`, `\r\n` and `\r` end one. */
function linesOf(chunk: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = []
  let from = 0
  for (let at = 0; at < chunk.length; at++) {
    if (chunk[at] !== 10 && chunk[at] !== 13) continue
    lines.push(chunk.subarray(from, at))
    if (chunk[at] === 13 && chunk[at + 1] === 10) at++
    from = at + 1
  }
  if (from < chunk.length) lines.push(chunk.subarray(from))
  return lines
}

describe('the full byte parser', () => {
  const kinds = new Set(recordedCases.map((one) => one.kind))
  for (const kind of kinds) {
    it(`reads odd lines as Spark does: ${kind}`, () => {
      const wrong: unknown[] = []
      for (const { schema, chunk, rows } of recordedCases.filter((one) => one.kind === kind)) {
        const parser = new JsonRecordParser(schema.fields, options)
        const got: SqlValue[][] = []
        for (const line of linesOf(chunk)) {
          parser.parse(line, 0, line.length)
          const corrupt = parser.failure === undefined ? null : decoder.decode(line)
          const found = parser.rows.length === 0 && corrupt !== null ? [schema.fields.map(() => null)] : parser.rows
          for (const row of found) {
            got.push([...row.map((value, at) => recordable(schema.fields[at]?.type as DataType, value)), corrupt])
          }
        }
        try {
          expect(got).toEqual(rows)
        } catch {
          wrong.push({ line: decoder.decode(chunk), got, rows, why: parser.failure })
        }
      }
      expect(wrong).toEqual([])
    })
  }
})
