/** `columnUdf`: functions of the program over whole columns. */
import { expect, test } from 'vitest'
import { columnUdf, lit, transform, udf, when } from '../../lib/expressions/builders/index.ts'
import { col, expr } from '../../lib/expressions/column-functions.ts'
import { stoppedSessions } from './sessions.ts'

const begin = stoppedSessions()
const numbers = () =>
  begin().session.createDataFrame(
    [
      { n: 1, x: 1.5, s: 'a' },
      { n: 2, x: null, s: null },
      { n: 3, x: -2, s: 'b' },
    ],
    'n INT, x DOUBLE, s STRING',
  )

test('a function gets a batch as typed arrays, once', async () => {
  let calls = 0
  const twice = columnUdf(
    (x, n) => {
      calls++
      expect(x.values).toBeInstanceOf(Float64Array)
      expect(n.values).toBeInstanceOf(Int32Array)
      return { values: x.values.map((one, row) => one * (n.values[row] as number)), nulls: x.nulls }
    },
    { takes: ['double', 'int'], gives: 'double' },
  )
  const rows = await numbers().select(twice('x', 'n').as('y')).collect()
  expect(rows).toEqual([{ y: 1.5 }, { y: null }, { y: -6 }])
  expect(calls).toBe(1)
})

test('texts and other values come as what rows hold, and nulls in a plain array are NULL', async () => {
  const shout = columnUdf((s) => s.values.map((one) => (one === null ? null : `${one}!`)), {
    takes: ['string'],
    gives: 'string',
  })
  expect(await numbers().select(shout('s').as('t')).collect()).toEqual([{ t: 'a!' }, { t: null }, { t: 'b!' }])
})

test('functions stand inside one another and inside expressions, and filter', async () => {
  const plusOne = columnUdf((n) => n.values.map((one) => one + 1), { takes: ['int'], gives: 'int' })
  const frame = numbers()
    .filter(plusOne(plusOne('n')).gt(lit(3)))
    .select(
      'n',
      when(col('n').gt(lit(2)), plusOne('n').times(lit(10)))
        .otherwise(lit(0))
        .as('m'),
    )
  expect(await frame.collect()).toEqual([
    { n: 2, m: 0 },
    { n: 3, m: 40 },
  ])
})

test('rows that a filter left out are not in the columns', async () => {
  const seen: number[] = []
  const note = columnUdf(
    (n) => {
      seen.push(...n.values)
      return n.values
    },
    { takes: ['int'], gives: 'int' },
  )
  expect(await numbers().filter('n <> 2').select(note('n').as('n')).collect()).toEqual([{ n: 1 }, { n: 3 }])
  expect(seen).toEqual([1, 3])
})

test('inside a lambda function it is called element by element', async () => {
  const plusOne = columnUdf((n) => n.values.map((one) => one + 1), { takes: ['int'], gives: 'int' })
  const frame = numbers()
    .select(expr('array(n, 10) AS a'))
    .select(transform('a', (one) => plusOne(one)).as('a'))
  expect(await frame.collect()).toEqual([{ a: [2, 11] }, { a: [3, 11] }, { a: [4, 11] }])
})

test('what is no column of the batch is refused with the name of the function', async () => {
  const short = columnUdf(() => new Float64Array(1), { takes: ['int'], gives: 'double', name: 'short' })
  await expect(numbers().select(short('n')).collect()).rejects.toThrow(/short got 3 and gave 1/)
  const thrown = columnUdf(
    () => {
      throw new RangeError('no')
    },
    { takes: ['int'], gives: 'double', name: 'bad' },
  )
  await expect(numbers().select(thrown('n')).collect()).rejects.toMatchObject({ condition: 'FAILED_EXECUTE_UDF' })
  expect(() => columnUdf((async () => new Float64Array(1)) as never, { takes: [], gives: 'double' })).toThrow(/at once/)
})

test('a function without types by name is refused with what to write', () => {
  const refused = (text: string) =>
    expect.objectContaining({ condition: 'MILLRACE_ARGUMENT', message: expect.stringContaining(text) })
  expect(() => udf((n: never) => n, 'int' as never)).toThrow(refused("udf(f, { gives: 'double' }"))
  expect(() => columnUdf(() => [], { gives: 'int' } as never)).toThrow(
    refused("columnUdf(f, { takes: ['double'], gives: 'double' })"),
  )
})

test('what was made by udf or columnUdf may be registered, and SQL then calls it by the name', async () => {
  const { session } = begin()
  const twice = columnUdf((n) => n.values.map((one) => one * 2), { takes: ['int'], gives: 'int' })
  const plus = udf((a: number | null, b: number | null) => (a ?? 0) + (b ?? 0), { takes: ['int', 'int'], gives: 'int' })
  const named = session.udf.register('Twice', twice)
  session.udf.register('plus', plus)
  const rows = session.sql(
    'SELECT twice(id) AS t, plus(id, Twice(2)) AS p, plus(1, 2) FROM range(3) WHERE twice(id) > 1',
  )
  expect(rows.columns).toEqual(['t', 'p', 'plus(1, 2)'])
  expect((await rows.collect()).map(({ t, p }) => [t, p])).toEqual([
    [2, 5],
    [4, 6],
  ])
  expect((await session.range(2).select(named('id').alias('t')).collect()).map(({ t }) => t)).toEqual([0, 2])
  expect(() => session.sql('SELECT plus(1)').schema).toThrow(/requires 2 parameters but the actual number is 1/)
  expect(() => session.udf.register('other', twice as never, 'int')).toThrow(
    'returnType can not be specified when `f` is a user-defined function, but got int.',
  )
})
