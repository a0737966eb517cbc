import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ByteArena } from '../../../lib/columnar/bytes.ts'
import { BytesReader } from '../../../lib/columnar/bytes-reader.ts'
import type { Accumulator } from '../../../lib/expressions/aggregates/aggregate-function.ts'
import { readFrequent } from '../../../lib/expressions/functions/sketches/frequent-bytes.ts'
import { readHll } from '../../../lib/expressions/functions/sketches/hll-bytes.ts'
import { readKll } from '../../../lib/expressions/functions/sketches/kll-bytes.ts'
import { quantileOf, rankOf, viewOf } from '../../../lib/expressions/functions/sketches/kll-queries.ts'
import { KllSketch } from '../../../lib/expressions/functions/sketches/kll-sketch.ts'
import { readTheta } from '../../../lib/expressions/functions/sketches/theta-bytes.ts'
import { readTuple } from '../../../lib/expressions/functions/sketches/tuple-bytes.ts'
import type { SqlValue } from '../../../lib/types/data-type.ts'
import { longType } from '../../../lib/types/types.ts'
import { aggregateOf, type Row, Running } from './running.ts'

const ddl = 'i INT, l BIGINT, x DOUBLE, f FLOAT, s STRING, z BINARY, k INT, h BINARY, q BINARY, u BINARY, n BINARY'
const words = ['', 'a', 'ä', '😀', 'x'.repeat(40)]

/** Sketches of three values that follow a row's number, for the aggregates over sketches. */
const sketched = (call: string, at: number) =>
  aggregateOf(
    call,
    'v INT, w DOUBLE',
    [0, 1, 2].map((step) => [at + step, at / 2]),
  )

/** Row `at`: nulls now and then, many values that come again. */
function rowOf(at: number): Row {
  const value = (at * 7919) % 613
  return [
    at % 11 === 0 ? null : value,
    at % 13 === 0 ? null : BigInt(value) << 33n,
    value / 8,
    Math.fround(value / 4),
    at % 5 === 0 ? (words[at % words.length] as string) : `word ${value}`,
    new Uint8Array([value & 255, at & 3]),
    value % 9,
    sketched('hll_sketch_agg(v, 5)', value),
    sketched('theta_sketch_agg(v, 5)', value),
    sketched('tuple_sketch_agg_double(v, w, 5)', value),
    sketched('kll_sketch_agg_bigint(v, 9)', value),
  ]
}

const rows = Array.from({ length: 900 }, (_, at) => rowOf(at))
const groupCount = 3
const groups = rows.map((_, at) => (at * 31) % groupCount)

const calls = [
  ...['i', 'l', 's', 'z'].flatMap((name) => [4, 12].map((size) => `hll_sketch_agg(${name}, ${size})`)),
  ...['i', 'l', 'x', 'f', 's', 'z'].flatMap((name) => [4, 9].map((size) => `theta_sketch_agg(${name}, ${size})`)),
  "tuple_sketch_agg_double(s, x, 5, 'max')",
  "tuple_sketch_agg_integer(l, k, 4, 'sum')",
  'kll_sketch_agg_bigint(l, 20)',
  'kll_sketch_agg_double(x, 9)',
  'kll_sketch_agg_float(f)',
  'hll_union_agg(h)',
  'theta_union_agg(q, 5)',
  'theta_intersection_agg(q)',
  "tuple_union_agg_double(u, 5, 'min')",
  'tuple_intersection_agg_double(u)',
  'kll_merge_agg_bigint(n, 30)',
  'approx_top_k(s, 3, 20)',
  'approx_top_k_accumulate(l, 100)',
  'bitmap_construct_agg(i)',
  'bitmap_or_agg(z)',
  'bitmap_and_agg(z)',
  'count_min_sketch(s, 0.1D, 0.9D, 3)',
  'count_min_sketch(l, 0.1D, 0.9D, 3)',
]

const ids = Int32Array.from({ length: groupCount }, (_, at) => at)

function restarted(running: Running, accumulator: Accumulator): Accumulator {
  const arena = new ByteArena()
  for (const cells of accumulator.cells) cells.save(ids, groupCount, arena)
  const other = running.start(groupCount)
  const reader = new BytesReader(arena.bytes.slice(0, arena.top))
  for (const cells of other.cells) cells.load(ids, groupCount, reader)
  return other
}

/** Results over rows `from … to-1`, with a restart after each of the cuts. */
function results(running: Running, cuts: readonly number[], from = 0, to = rows.length): readonly SqlValue[] {
  let accumulator = running.start(groupCount)
  let start = from
  for (const end of [...cuts, to]) {
    running.add(accumulator, rows.slice(start, end), groups.slice(start, end))
    if (end < to) accumulator = restarted(running, accumulator)
    start = end
  }
  return running.finish(accumulator, groupCount)
}

describe('a sketch that was saved and loaded goes on as if nothing had been', () => {
  test.each(calls)('%s', (call) => {
    const running = new Running(call, ddl)
    expect(results(running, [150, 151, 600])).toEqual(results(running, []))
  })
})

/** What must not depend on whether sketches were merged or filled by one. */
function invariantOf(call: string, result: SqlValue): unknown {
  const bytes = result as Uint8Array
  if (/^hll/.test(call)) return readHll(bytes)?.registers ?? [...(readHll(bytes)?.coupons ?? [])].sort()
  // A Tuple sketch may keep more than it must, and after a merge as many as a union keeps.
  if (/^theta/.test(call)) return readTheta(bytes)
  if (/^tuple/.test(call))
    return [...(readTuple(bytes, /double/.test(call) ? 'double' : 'integer')?.keys ?? [])].sort().slice(0, 8)
  if (/^kll/.test(call)) {
    const kind = /bigint/.test(call) ? 'bigint' : /double/.test(call) ? 'double' : 'float'
    const sketch = readKll(bytes, kind)
    return [sketch?.count, sketch?.min, sketch?.max]
  }
  if (/^approx_top_k_acc/.test(call)) return readFrequent((result as SqlValue[])[0] as Uint8Array, longType).nulls
  if (/^approx/.test(call)) return 'ties and small counts may differ'
  return result
}

describe('two sketches merged hold what one would that has seen everything', () => {
  test.each(calls.filter((call) => !/intersection/.test(call)))('%s', (call) => {
    const running = new Running(call, ddl)
    const first = running.start(groupCount)
    running.add(first, rows.slice(0, 400), groups.slice(0, 400))
    const second = running.start(groupCount)
    running.add(second, rows.slice(400), groups.slice(400))
    first.merge(ids, second, ids, groupCount)
    const merged = running.finish(first, groupCount).map((result) => invariantOf(call, result))
    expect(merged).toEqual(results(running, []).map((result) => invariantOf(call, result)))
  })
})

test('a merge leaves the other sketch as it was', () => {
  for (const call of calls) {
    const running = new Running(call, ddl)
    const [first, second] = [running.start(groupCount), running.start(groupCount)]
    running.add(second, rows.slice(0, 300), groups.slice(0, 300))
    const before = running.finish(second, groupCount)
    first.merge(ids, second, ids, groupCount)
    running.add(first, rows.slice(300, 500), groups.slice(300, 500))
    expect(running.finish(second, groupCount), call).toEqual(before)
  }
})

test('ranks and quantiles of a KLL sketch stay within its error', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 2 ** 20 }),
      fc.constantFrom(50, 200),
      fc.integer({ min: 1, max: 9000 }),
      (step, k, n) => {
        const sketch = new KllSketch(k)
        for (let at = 0; at < n; at++) sketch.add((at * (2 * step + 1)) % n)
        const sorted = Array.from({ length: n }, (_, at) => (at * (2 * step + 1)) % n).sort((a, b) => a - b)
        const view = viewOf(sketch)
        // Thrice the error that holds for 99 of 100.
        const error = (3 * 2.296) / k ** 0.9723
        for (const part of [0.1, 0.5, 0.9]) {
          const value = sorted[Math.floor(part * (n - 1))] as number
          const exact = sorted.filter((one) => one <= value).length / n
          expect(Math.abs(rankOf(view, value) - exact)).toBeLessThanOrEqual(error)
          const found = quantileOf(view, part) as number
          const below = sorted.filter((one) => one < found).length / n
          const upTo = sorted.filter((one) => one <= found).length / n
          expect(below - error).toBeLessThanOrEqual(part)
          expect(upTo + error).toBeGreaterThanOrEqual(part)
        }
        expect(sketch.count).toBe(BigInt(n))
      },
    ),
    { numRuns: 25 },
  )
})

test('bytes that are no sketch are refused, not misread', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), fc.constantFrom(3, 7, 9, 15), (bytes, family) => {
      bytes[2] = family
      for (const read of [
        readHll,
        readTheta,
        (one: Uint8Array) => readTuple(one, 'double'),
        (one: Uint8Array) => readKll(one, 'bigint'),
      ])
        expect(() => read(bytes)).not.toThrow()
    }),
    { numRuns: 300 },
  )
})
