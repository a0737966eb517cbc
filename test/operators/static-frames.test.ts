/** Operators of static frames against a real Spark (test/fixtures/spark/static-frames.json). */
import { afterAll, describe, expect, test } from 'vitest'
import { broadcast } from '../../lib/expressions/builders/index.ts'
import { Column } from '../../lib/expressions/column.ts'
import { parseSortExpression } from '../../lib/expressions/parser/parse-expression.ts'
import type { AnyFrame } from '../../lib/session/data-frame.ts'
import { testSession } from '../session/sessions.ts'
import { condition } from './pipe.ts'
import { outcome, type Recorded, recordedFrame, recordedFrames } from './recorded-frames.ts'

const { session } = testSession()
afterAll(() => session.stop())

const keys = () => recordedFrame(session).select('id', 'v', 's') as unknown as AnyFrame
const some = 'id IN (1, 2)'
const twice = () => keys().union(keys().filter(some))

const chains: { readonly [method: string]: (args: readonly unknown[]) => AnyFrame } = {
  orderBy: (args) => {
    const base = args[0] === 'm' ? recordedFrame(session) : keys()
    return base.orderBy(...args.map((one) => new Column(parseSortExpression(String(one)))))
  },
  offset: ([n]) => keys().offset(Number(n)),
  intersect: () => twice().intersect(keys().filter(some)),
  intersectAll: () => twice().intersectAll(twice().filter(some)),
  except: () => twice().except(keys().filter(some)),
  exceptAll: () => twice().exceptAll(keys().filter(some)),
}

/** Sets have no order. */
const unordered = (one: Recorded): Recorded =>
  'rows' in one ? { ...one, rows: one.rows.map((row) => row).sort((a, b) => (String(a) < String(b) ? -1 : 1)) } : one

describe('as Spark does it', () => {
  for (const { method, args, ...expected } of recordedFrames.chains) {
    test(`${method} ${args.join(', ')}`, async () => {
      const actual = await outcome(() => (chains[method] as (typeof chains)[string])(args))
      const same = method === 'orderBy' || method === 'offset' ? (one: Recorded) => one : unordered
      expect(same(actual)).toEqual(same(expected as Recorded))
    })
  }
  test.each(recordedFrames.samples)('sample $fraction with seed $seed', async ({ fraction, seed, ids }) => {
    const rows = await session.range(1000).sample(fraction, seed).collect()
    expect(rows.map((row) => Number(row.id))).toEqual(ids)
  })
})

test('repartition, coalesce and hint give the frame itself, after Spark’s checks of their arguments', () => {
  const frame = session.range(3)
  expect(frame.repartition(2, 'id')).toBe(frame)
  expect(frame.repartition('id')).toBe(frame)
  expect(frame.repartitionByRange(2, 'id')).toBe(frame)
  expect(broadcast(frame.coalesce(1))).toBe(frame)
  const refusal = 'MILLRACE_ARGUMENT: requirement failed: Number of partitions (0) must be positive.'
  expect(condition(() => frame.repartition(0))).toBe(refusal)
  expect(condition(() => frame.coalesce(0))).toBe(refusal)
  expect(condition(() => frame.repartition('nope' as 'id'))).toMatch(/^UNRESOLVED_COLUMN/)
  expect(condition(() => frame.sample(1.5))).toMatch(/Sampling fraction \(1\.5\) must be on interval \[0, 1\]/)
})
