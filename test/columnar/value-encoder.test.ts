import fc from 'fast-check'
import { expect, test } from 'vitest'
import { batchOf } from '../../lib/columnar/builder.ts'
import { ByteArena } from '../../lib/columnar/bytes.ts'
import { encodeRow, RowDecoder } from '../../lib/columnar/row-codec.ts'
import { encodeSqlValue } from '../../lib/columnar/value-encoder.ts'
import type { DataType, SqlValue } from '../../lib/types/data-type.ts'
import { parseSchema } from '../../lib/types/ddl/ddl.ts'

const schema = parseSchema(
  'b BOOLEAN, i INT, l LONG, d DOUBLE, f FLOAT, s STRING, bin BINARY, small DECIMAL(10, 2), wide DECIMAL(38, 4), ' +
    't TIMESTAMP, a ARRAY<STRING>, m MAP<STRING, INT>, st STRUCT<x: LONG, y: ARRAY<INT>>',
)

const long = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
const int = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })
const nullable = (value: fc.Arbitrary<SqlValue>) => fc.option(value, { freq: 4 })
const row = fc.tuple(
  ...[
    fc.boolean(),
    int,
    long,
    fc.double({ noNaN: true }),
    fc.float({ noNaN: true }),
    fc.string({ unit: 'grapheme' }),
    fc.uint8Array({ maxLength: 40 }),
    fc.bigInt({ min: -9_999_999_999n, max: 9_999_999_999n }),
    fc.bigInt({ min: -(10n ** 37n), max: 10n ** 37n }),
    long,
    fc.array(nullable(fc.string())),
    fc.uniqueArray(fc.tuple(fc.string(), nullable(int)), { selector: ([key]) => key }),
    fc.tuple(nullable(long), nullable(fc.array(int))),
  ].map((one) => nullable(one as fc.Arbitrary<SqlValue>)),
)

test('a value has the bytes that its row in a batch has, and is read back', () => {
  const types: readonly DataType[] = schema.fields.map(({ type }) => type)
  const decoder = new RowDecoder(types)
  fc.assert(
    fc.property(row, (values) => {
      const { columns } = batchOf(schema, [values])
      const fromBatch = new ByteArena(16)
      encodeRow(fromBatch, columns, 0, false)
      const arena = new ByteArena(16)
      types.forEach((type, at) => encodeSqlValue(arena, type, values[at] ?? null))
      expect(arena.bytes.slice(0, arena.top)).toEqual(fromBatch.bytes.slice(0, fromBatch.top))
      expect(decoder.row(arena, 0)).toEqual(values)
    }),
  )
})
