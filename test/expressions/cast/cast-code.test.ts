import fc from 'fast-check'
import { expect, test } from 'vitest'
import { vectorOf } from '../../../lib/columnar/builder.ts'
import { heapPool } from '../../../lib/columnar/heap-pool.ts'
import { RecordBatch } from '../../../lib/columnar/record-batch.ts'
import { rowsOf } from '../../../lib/columnar/values.ts'
import { MillraceError } from '../../../lib/errors.ts'
import { canCast } from '../../../lib/expressions/binder/cast-rules.ts'
import { castValue } from '../../../lib/expressions/cast/cast-value.ts'
import { compileRows } from '../../../lib/expressions/code/compile-rows.ts'
import { functionRegistry } from '../../../lib/expressions/function-registry.ts'
import type { DataType, SqlValue } from '../../../lib/types/data-type.ts'
import { Schema } from '../../../lib/types/schema.ts'
import * as types from '../../../lib/types/types.ts'

const long = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
const time = fc.oneof(
  fc.bigInt({ min: -(2n ** 60n), max: 2n ** 60n }),
  fc.bigInt({ min: -9n, max: 9n }).map((day) => day * 86_400_000_000n),
  fc.constantFrom(2n ** 52n - 1n, 2n ** 52n, -(2n ** 52n), -(2n ** 52n) - 1n, -1n),
)
const sources: readonly (readonly [DataType, fc.Arbitrary<SqlValue>])[] = [
  [types.booleanType, fc.boolean()],
  [types.byteType, fc.integer({ min: -128, max: 127 })],
  [types.intType, fc.integer()],
  [types.longType, fc.oneof(long, fc.bigInt({ min: -300n, max: 300n }))],
  [types.floatType, fc.float()],
  [types.doubleType, fc.double()],
  [types.decimalType(9, 2), fc.bigInt({ min: -999_999_999n, max: 999_999_999n })],
  [types.dateType, fc.integer({ min: -1_000_000, max: 3_000_000 })],
  [types.timestampType, time],
  [types.timestampNtzType, time],
]
const targets: readonly DataType[] = [
  ...sources.map(([type]) => type),
  types.shortType,
  types.stringType,
  types.decimalType(12, 3),
  types.decimalType(30, 10),
]

function outcome(run: () => SqlValue): unknown {
  try {
    return run()
  } catch (error) {
    if (!(error instanceof MillraceError) || error.condition === 'MILLRACE_INTERNAL') throw error
    return { condition: error.condition, message: error.message }
  }
}

test('casts written into the loop are the casts of single values, in every mode and zone', () => {
  const cases = fc.tuple(
    fc.constantFrom(...sources),
    fc.constantFrom(...targets),
    fc.constantFrom('ansi' as const, 'try' as const, 'legacy' as const),
    fc.constantFrom('UTC', '+05:30', '-00:01', 'America/New_York'),
    fc.gen(),
  )
  fc.assert(
    fc.property(cases, ([[from, arbitrary], to, mode, zone, gen]) => {
      fc.pre(canCast(from, to, mode))
      const values = [null, ...Array.from({ length: 6 }, () => gen(() => arbitrary))]
      const [input, output] = [from, to].map((type) => new Schema([types.field('c', type)])) as [Schema, Schema]
      const evaluation = { batchTime: 0n, epoch: 0, queryId: 'q', zone, ansi: true, functions: new Map() }
      const column = { kind: 'input', index: 0, name: 'c', type: from, nullable: true } as const
      const value = { kind: 'cast', input: column, type: to, mode, zone, nullable: true } as const
      const steps = [{ project: [{ field: types.field('c', to), value }] }]
      const compiled = compileRows(steps, input, output, {
        functions: functionRegistry([]),
        evaluation,
        pool: heapPool,
      })
      for (const one of values) {
        const batch = new RecordBatch(input, [vectorOf(from, [one])], 1)
        const given = outcome(() => rowsOf(compiled(batch) as RecordBatch)[0]?.[0] as SqlValue)
        expect(given).toEqual(outcome(() => castValue(one, from, to, mode, zone)))
      }
    }),
    { numRuns: 1500 },
  )
}, 60_000)
