import { expect, expectTypeOf, test } from 'vitest'
import { col, Session } from '../../index.ts'
import { batchOf } from '../../lib/columnar/builder.ts'
import { RecordBatch } from '../../lib/columnar/record-batch.ts'
import { rowsOf } from '../../lib/columnar/values.ts'
import { MillraceError } from '../../lib/errors.ts'
import { findAggregate } from '../../lib/expressions/aggregates/index.ts'
import { udaf } from '../../lib/expressions/builders/index.ts'
import { plainSurroundings } from '../../lib/plan/plain-surroundings.ts'
import type { AnyFrame } from '../../lib/session/data-frame.ts'
import { GroupState } from '../../lib/state/group-state.ts'
import { parseSchema } from '../../lib/types/ddl/ddl.ts'
import { doubleType, intType } from '../../lib/types/types.ts'

const session = Session.builder().master('local').appName('user-aggregates').getOrCreate()
const frame = session.createDataFrame(
  [
    ['a', 1],
    ['b', 5],
    ['a', null],
    ['a', 4],
    [null, null],
  ],
  'k STRING, v INT',
)

const range = udaf(
  {
    zero: () => ({ low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY }),
    reduce: ({ low, high }, v) => (v === null ? { low, high } : { low: Math.min(low, v), high: Math.max(high, v) }),
    merge: (a, b) => ({ low: Math.min(a.low, b.low), high: Math.max(a.high, b.high) }),
    finish: ({ low, high }) => (low > high ? null : high - low),
  },
  { takes: ['double'], gives: 'double', buffer: 'STRUCT<low: DOUBLE, high: DOUBLE>', name: 'range' },
)

async function rows(of: AnyFrame): Promise<readonly string[]> {
  return (await of.collect()).map((row) => JSON.stringify(Object.values(row))).sort()
}

test('gets every row and gives one value a group', async () => {
  const grouped = frame.groupBy('k').agg(range('v').as('r'))
  expect(await rows(grouped)).toEqual(['["a",3]', '["b",0]', '[null,null]'])
  expect(frame.agg(range('v')).columns).toEqual(['range(v)'])
  expect(await rows(frame.filter('false').agg(range('v')))).toEqual(['[null]'])
})

test('stands in expressions, filters and DISTINCT as others do', async () => {
  expect(await rows(frame.select(range('v').plus(1).as('r')))).toEqual(['[5]'])
  const grouped: AnyFrame = frame.groupBy('k').agg(range('v').as('r'))
  const having = grouped.filter(range('v').gt(1))
  expect(await rows(having)).toEqual(['["a",3]'])
  const count = udaf(
    { zero: () => 0, reduce: (n) => n + 1, merge: (a, b) => a + b, finish: (n) => n },
    { takes: ['int'], gives: 'int', buffer: 'int' },
  )
  session.udf.register('rows_of', count)
  expect(
    await rows(frame.selectExpr('rows_of(1)', 'rows_of(DISTINCT abs(v - 3))', 'rows_of(v) FILTER (WHERE v > 1)')),
  ).toEqual(['[5,3,2]'])
  expect(frame.selectExpr('rows_of(v)').columns).toEqual(['rows_of(v)'])
})

test('its compiler knows the types', () => {
  expectTypeOf(frame.agg(range('v').as('r')).collect()).resolves.toEqualTypeOf<{ r: number | null }[]>()
  expect(() => frame.agg(range(col('k'), col('v')))).toThrow(/The `range` requires 1 parameters/)
})

test('a function that throws is named with its rows', async () => {
  const broken = udaf(
    {
      zero: () => 0,
      reduce: () => {
        throw new Error('no good')
      },
      merge: (a) => a,
      finish: (n) => n,
    },
    { takes: ['int'], gives: 'int', buffer: 'int', name: 'broken' },
  )
  await expect(frame.agg(broken('v')).collect()).rejects.toThrow(
    /User defined function \(`broken.reduce`: \(int\) => int\) failed due to: Error: no good/,
  )
  expect(() =>
    udaf(
      { zero: () => 0, reduce: (async () => 1) as never, merge: (a) => a, finish: (n) => n },
      { takes: ['int'], gives: 'int', buffer: 'int', name: 'later' },
    ),
  ).toThrow(MillraceError)
})

const schema = parseSchema('k INT, v DOUBLE')

function started() {
  const args = [{ type: doubleType, nullable: true }]
  const call = { name: range.aggregate, args, type: doubleType }
  const accumulator = findAggregate(range.aggregate)?.start(call, plainSurroundings().evaluation)
  if (!accumulator) throw new Error('the aggregate is not found')
  return { accumulator, state: new GroupState(schema.fields.slice(0, 1), [accumulator]) }
}

function add({ accumulator, state }: ReturnType<typeof started>, rows: readonly (readonly number[])[]): void {
  const { columns, length } = batchOf(schema, rows)
  const ids = new Int32Array(length)
  state.assign(columns.slice(0, 1), undefined, length, ids)
  accumulator.add(ids, columns.slice(1), undefined, length)
}

test('its buffers outlive a restart, in changes and snapshots, and are merged', () => {
  const before = started()
  add(before, [
    [1, 10],
    [2, 5],
  ])
  const snapshot = before.state.snapshot()
  before.state.changes()
  add(before, [[1, 4]])
  const changes = before.state.changes()
  const after = started()
  after.state.restore(snapshot, changes ? [changes] : [])
  add(after, [
    [1, 11],
    [2, 5.5],
  ])
  const ids = after.state.ids()
  const results = (count: number) => rowsOf(new RecordBatch(schema, after.state.vectors(ids, count), count))
  expect(results(2)).toEqual([
    [1, 7],
    [2, 0.5],
  ])
  after.accumulator.merge(ids.slice(0, 1), after.accumulator, ids.slice(1, 2), 1)
  expect(results(1)).toEqual([[1, 7]])
  after.accumulator.merge(ids.slice(1, 2), after.accumulator, ids.slice(0, 1), 1)
  expect(results(2)[1]).toEqual([2, 7])
})

test('a buffer that is not of its type fails when it is saved', () => {
  const wrong = udaf(
    { zero: () => 0, reduce: () => 1.5, merge: (a) => a, finish: (n) => n },
    { takes: ['double'], gives: 'int', buffer: 'int', name: 'wrong' },
  )
  const call = { name: wrong.aggregate, args: [{ type: doubleType, nullable: true }], type: intType }
  const accumulator = findAggregate(wrong.aggregate)?.start(call, plainSurroundings().evaluation)
  if (!accumulator) throw new Error('the aggregate is not found')
  const state = new GroupState(schema.fields.slice(0, 1), [accumulator])
  add({ accumulator, state }, [[1, 1]])
  expect(() => state.snapshot()).toThrow(/the buffer of wrong/)
})
