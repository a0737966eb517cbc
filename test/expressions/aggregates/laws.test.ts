import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ByteArena } from '../../../lib/columnar/bytes.ts'
import { BytesReader } from '../../../lib/columnar/bytes-reader.ts'
import { valueAt } from '../../../lib/columnar/values.ts'
import type { Accumulator } from '../../../lib/expressions/aggregates/aggregate-function.ts'
import type { SqlValue } from '../../../lib/types/data-type.ts'
import { type Oracle, oracle } from './oracle.ts'
import { type Row, Running } from './running.ts'

const ddl =
  'i INT, l BIGINT, x DOUBLE, y DOUBLE, d DECIMAL(10,2), w DECIMAL(38,3), s STRING, b BOOLEAN, z BINARY, t TIMESTAMP, ' +
  'a ARRAY<INT>, k INT NOT NULL, m INTERVAL MONTH, q INTERVAL SECOND, u STRUCT<p: STRING, n: INT>'

const text = fc.oneof(fc.string({ maxLength: 5 }), fc.constantFrom('', 'a', 'ab', 'ä', '😀', 'x'.repeat(40)))
const orNull = <V>(arbitrary: fc.Arbitrary<V>) => fc.option(arbitrary, { freq: 5 })
const small = fc.oneof(fc.integer({ min: -50, max: 50 }), fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }))
const number = fc.oneof(fc.integer({ min: -20, max: 20 }), fc.double({ min: -1e6, max: 1e6, noNaN: true }))
const row: fc.Arbitrary<Row> = fc.tuple(
  orNull(small),
  orNull(fc.oneof(fc.bigInt(-50n, 50n), fc.bigInt(-(2n ** 57n), 2n ** 57n))),
  orNull(number),
  orNull(number),
  orNull(fc.bigInt(-(10n ** 10n) + 1n, 10n ** 10n - 1n)),
  orNull(fc.bigInt(-(10n ** 36n), 10n ** 36n)),
  orNull(text),
  orNull(fc.boolean()),
  orNull(fc.uint8Array({ maxLength: 4 })),
  orNull(fc.bigInt(-(2n ** 50n), 2n ** 50n)),
  orNull(fc.array(orNull(fc.integer({ min: 0, max: 3 })), { maxLength: 3 })),
  fc.integer({ min: 0, max: 9 }),
  orNull(fc.integer({ min: -1000, max: 1000 })),
  orNull(fc.bigInt(-(10n ** 12n), 10n ** 12n)),
  orNull(fc.tuple(orNull(text), orNull(fc.integer({ min: 0, max: 3 })))),
) as fc.Arbitrary<Row>

const groupCount = 4
/** Rows, the group of each, and where the rows are cut into batches. */
const stream = fc
  .array(fc.tuple(row, fc.nat(groupCount - 1)), { maxLength: 40 })
  .chain((rows) => fc.tuple(fc.constant(rows), fc.array(fc.nat(rows.length), { maxLength: 3 })))
  .map(([rows, cuts]) => ({
    rows: rows.map(([values]) => values),
    groups: rows.map(([, group]) => group),
    cuts: [0, ...cuts.sort((a, b) => a - b), rows.length],
  }))
type Stream = typeof stream extends fc.Arbitrary<infer S> ? S : never

const cases: readonly (readonly [string, Oracle])[] = [
  ['count(*)', (rows) => BigInt(rows.length)],
  ['count(s)', oracle.count],
  ['count(s, i)', oracle.count],
  ['count_if(b)', oracle.countIf],
  ['sum(l)', oracle.sumLong],
  ['sum(i)', oracle.sumLong],
  ['sum(x)', oracle.sumDouble],
  ['sum(d)', oracle.sumLong],
  ['sum(w)', oracle.sumLong],
  ['sum(m)', oracle.sumInt],
  ['sum(q)', oracle.sumLong],
  ['try_sum(l)', oracle.sumLong],
  ['avg(i)', oracle.mean],
  ['avg(x)', oracle.mean],
  ['avg(l)', oracle.mean],
  ['product(x)', oracle.product],
  ...['i', 'l', 'x', 'd', 'w', 's', 'b', 'z', 't', 'a', 'm', 'q', 'u'].flatMap(
    (name): (readonly [string, Oracle])[] => [
      [`min(${name})`, oracle.min],
      [`max(${name})`, oracle.max],
      [`first(${name})`, oracle.first],
      [`last(${name})`, oracle.last],
      [`first(${name}, true)`, oracle.firstValue],
      [`last(${name}, true)`, oracle.lastValue],
      [`min_by(k, ${name})`, oracle.minBy],
      [`max_by(${name}, x)`, oracle.maxBy],
      [`collect_list(${name})`, oracle.list],
      [`collect_set(${name})`, oracle.set],
    ],
  ),
  ['bool_and(b)', oracle.and],
  ['bool_or(b)', oracle.or],
  ['bit_and(i)', oracle.bitAnd],
  ['bit_or(l)', oracle.bitOr],
  ['bit_xor(l)', oracle.bitXor],
  ['stddev(x)', oracle.stddevSamp],
  ['stddev_pop(x)', oracle.stddevPop],
  ['variance(i)', oracle.varSamp],
  ['var_pop(x)', oracle.varPop],
  ['skewness(k)', oracle.skewness],
  ['kurtosis(k)', oracle.kurtosis],
  ['covar_pop(x, y)', oracle.covarPop],
  ['covar_samp(x, y)', oracle.covarSamp],
  ['corr(x, k)', oracle.corr],
  ['regr_count(x, y)', oracle.count],
  ['regr_avgx(x, y)', oracle.meanX],
  ['regr_avgy(x, y)', oracle.meanY],
  ['regr_sxx(x, y)', oracle.squaresX],
  ['regr_syy(x, y)', oracle.squaresY],
  ['regr_sxy(x, y)', oracle.products],
  ['regr_slope(x, k)', oracle.slope],
  ['regr_intercept(x, k)', oracle.intercept],
  ['regr_r2(k, x)', oracle.r2],
  ['count(DISTINCT s, b)', oracle.distinctCount],
  ['sum(DISTINCT i)', oracle.distinctSum],
]

/** The arguments of each group's rows, in order. */
function expected(running: Running, { rows, groups }: Stream, oracleOf: Oracle): readonly SqlValue[] {
  const columns = running.columns(rows)
  const types = running.call.args.map(({ type }) => type)
  return Array.from({ length: groupCount }, (_, group) =>
    oracleOf(
      rows.flatMap((_row, at) => (groups[at] === group ? [columns.map((column) => valueAt(column, at))] : [])),
      types,
    ),
  )
}

/** Adds batches `from … to-1` of a stream; every second one through a selection, nulls and all. */
function addBatches(
  running: Running,
  accumulator: Accumulator,
  { rows, groups, cuts }: Stream,
  from: number,
  to: number,
) {
  for (let batch = from; batch < to; batch++) {
    const [start, end] = [cuts[batch] as number, cuts[batch + 1] as number]
    if (batch % 2 === 0) running.add(accumulator, rows.slice(start, end), groups.slice(start, end))
    else
      running.add(
        accumulator,
        rows,
        groups,
        Array.from({ length: end - start }, (_, at) => start + at),
      )
  }
}

function close(got: SqlValue, wanted: SqlValue): boolean {
  if (typeof wanted === 'number' && Number.isNaN(wanted)) return true
  if (typeof got !== 'number' || typeof wanted !== 'number') return false
  if (!Number.isFinite(wanted)) return true
  return Math.abs(got - wanted) <= 1e-6 * Math.max(1, Math.abs(wanted))
}

function same(got: readonly SqlValue[], wanted: readonly SqlValue[], sql: string): void {
  for (const [at, value] of got.entries()) {
    const other = wanted[at] as SqlValue
    if (!close(value, other)) expect({ sql, group: at, value }).toEqual({ sql, group: at, value: other })
  }
}

describe.each(cases)('%s', (sql, oracleOf) => {
  const running = new Running(sql, ddl)

  test('is what its definition says, however rows are cut into batches', () => {
    fc.assert(
      fc.property(stream, (given) => {
        const accumulator = running.start(groupCount)
        addBatches(running, accumulator, given, 0, given.cuts.length - 1)
        same(running.finish(accumulator, groupCount), expected(running, given, oracleOf), sql)
      }),
      { numRuns: 60 },
    )
  })

  test('merges parts, and goes on from what was saved', () => {
    fc.assert(
      fc.property(stream, fc.nat(4), (given, at) => {
        const cut = Math.min(at, given.cuts.length - 1)
        const first = running.start(groupCount)
        const second = running.start(groupCount)
        addBatches(running, first, given, 0, cut)
        addBatches(running, second, given, cut, given.cuts.length - 1)
        const restored = moved(running, first)
        // Groups of the first part stand at 3 … 0 now.
        const backwards = Int32Array.from({ length: groupCount }, (_, group) => groupCount - 1 - group)
        const straight = Int32Array.from({ length: groupCount }, (_, group) => group)
        const whole = running.start(groupCount)
        whole.merge(straight, restored, backwards, groupCount)
        whole.merge(straight, second, straight, groupCount)
        same(running.finish(whole, groupCount), expected(running, given, oracleOf), sql)
      }),
      { numRuns: 60 },
    )
  })
})

/** Another accumulator with the groups of one in reverse order, through saved bytes, over groups that held something. */
function moved(running: Running, from: Accumulator): Accumulator {
  const ids = Int32Array.from({ length: groupCount }, (_, at) => at)
  const backwards = Int32Array.from(ids, (id) => groupCount - 1 - id)
  const to = running.start(groupCount)
  to.merge(ids, from, ids, groupCount)
  const arena = new ByteArena(16)
  for (const cells of from.cells) cells.save(ids, groupCount, arena)
  const reader = new BytesReader(arena.bytes.slice(0, arena.top))
  for (const cells of to.cells) cells.load(backwards, groupCount, reader)
  expect(reader.at).toBe(arena.top)
  return to
}
