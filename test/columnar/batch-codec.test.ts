import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeBatch, encodeBatch } from '../../lib/columnar/batch-codec.ts'
import { batchOf } from '../../lib/columnar/builder.ts'
import { ByteArena } from '../../lib/columnar/bytes.ts'
import { allRows } from '../../lib/columnar/gather.ts'
import { RecordBatch } from '../../lib/columnar/record-batch.ts'
import { encodeRow, RowDecoder } from '../../lib/columnar/row-codec.ts'
import { rowsOf } from '../../lib/columnar/values.ts'
import { parseJsonVariant } from '../../lib/formats/json/json-variant.ts'
import { parseSchema } from '../../lib/types/ddl/ddl.ts'

const schema = parseSchema('v VARIANT, a ARRAY<VARIANT>, k INT')
const variant = fc.option(fc.jsonValue().map((value) => parseJsonVariant(JSON.stringify(value))))

test('variants survive batches and rows as bytes', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(variant, fc.option(fc.array(variant)), fc.integer())), (rows) => {
      const batch = batchOf(schema, rows)
      expect(rowsOf(decodeBatch(encodeBatch(batch), schema))).toEqual(rows)
      const arena = new ByteArena(64)
      const offsets = Int32Array.from(rows, (_, row) => {
        const at = arena.top
        encodeRow(arena, batch.columns, row, false)
        return at
      })
      const types = schema.fields.map(({ type }) => type)
      const columns = new RowDecoder(types).vectors(arena, offsets, allRows(rows.length), rows.length)
      expect(rowsOf(new RecordBatch(schema, columns, rows.length))).toEqual(rows)
    }),
    { numRuns: 50 },
  )
})
