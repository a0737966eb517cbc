import { expect, test } from 'vitest'
import { udf } from '../../lib/expressions/builders/udf.ts'
import { col } from '../../lib/expressions/column-functions.ts'
import { array, decimal, int, long, string, struct, timestamp } from '../../lib/types/typed/struct.ts'
import { Decimal } from '../../lib/types/values/decimal.ts'
import { Timestamp } from '../../lib/types/values/timestamp.ts'
import { stoppedSessions } from './sessions.ts'

const begin = stoppedSessions()

test('a function gets the values rows hold and gives one of its type', async () => {
  const { session } = begin()
  const later = session.udf(
    (at: Timestamp | null, n: bigint | null) => (at === null || n === null ? null : new Timestamp(at.micros + n)),
    timestamp,
  )
  const cents = session.udf((amount: Decimal | null) => amount?.unscaled, 'long')
  const schema = struct({ at: timestamp, n: long, amount: decimal(5, 2) })
  const frame = session.createDataFrame(
    [
      [new Timestamp(1n), 2n, new Decimal(150n, 2)],
      [null, 2n, null],
    ],
    schema,
  )
  expect(await frame.select(later('at', 'n').as('later'), cents(col('amount')).as('cents')).collect()).toEqual([
    { later: new Timestamp(3n), cents: 150n },
    { later: null, cents: null },
  ])
})

test('a registered function is known to SQL text, in any case of its name', async () => {
  const { session } = begin()
  const words = session.udf.register('Words', (text: string | null) => text?.split(' '), array(string))
  const frame = session.createDataFrame([['a b'], [null]], 's STRING')
  expect(await frame.selectExpr('words(s) AS w', 'WORDS(s)[1] AS second').collect()).toEqual([
    { w: ['a', 'b'], second: 'b' },
    { w: null, second: null },
  ])
  expect(await frame.filter("words(s)[0] = 'a'").count()).toBe(1)
  expect(await frame.select(words('s').as('w')).first()).toEqual({ w: ['a', 'b'] })
  expect(() => session.udf.register('words', () => 1, int)).toThrow(/already a registered function/)
})

test('what a function gives is checked, what it throws comes out', async () => {
  const { session } = begin()
  const wrong = session.udf(() => 'text' as never, int)
  const broken = session.udf(() => {
    throw new Error('out of luck')
  }, int)
  await expect(session.range(1).select(wrong('id').as('x')).collect()).rejects.toThrow(/the result of .* wants int/)
  await expect(session.range(1).select(broken('id').as('x')).collect()).rejects.toThrow('out of luck')
})

test('a free function casts its arguments, and says which call failed', async () => {
  const { session } = begin()
  const initial = udf((name, n) => (name === null ? null : name.slice(0, n ?? 1)), {
    takes: ['string', 'int'],
    gives: 'string',
    name: 'initial',
  })
  const frame = session.createDataFrame(
    [
      ['abc', 2n],
      [null, 1n],
    ],
    's STRING, n BIGINT',
  )
  expect(await frame.select(initial('s', col('n')).as('i')).collect()).toEqual([{ i: 'ab' }, { i: null }])
  expect(frame.select(initial('s', 'n')).columns).toEqual(['initial(s, n)'])
  const picky = udf(
    (n: bigint) => {
      if (n === 1n) throw new RangeError('not 1')
      return Number(n)
    },
    { gives: int, name: 'picky' },
  )
  await expect(frame.select(picky('n')).collect()).rejects.toMatchObject({
    condition: 'FAILED_EXECUTE_UDF',
    message:
      'User defined function (`picky`: (bigint) => int) failed due to: RangeError: not 1. It was called with (1).',
    sqlState: '39000',
  })
})

test('async functions are refused where they are defined, and promises where they appear', async () => {
  const { session } = begin()
  const refusal = /must give its value at once; use df\.map with an async function instead: later/
  const later = async () => 1
  expect(() => udf(later as never, { gives: int })).toThrow(refusal)
  expect(() => session.udf.register('later', later as never, int)).toThrow(refusal)
  const hidden = udf((() => Promise.reject(new Error('lost'))) as never, { gives: int, name: 'later' })
  await expect(session.range(1).select(hidden('id')).collect()).rejects.toThrow(refusal)
})

test('a session’s function may say what it takes', async () => {
  const { session } = begin()
  session.udf.register('half', (n: number | null) => n && n / 2, 'double', { takes: ['double'] })
  expect(await session.range(3).selectExpr('half(id) AS h').collect()).toEqual([{ h: 0 }, { h: 0.5 }, { h: 1 }])
  expect(() => session.range(1).selectExpr('half(id, id)')).toThrow(/requires 1 parameters/)
})

test('it works in a stream', async () => {
  const { session } = begin()
  const twice = session.udf((n: number | null) => n && 2 * n, int)
  const stream = session.memoryStream('n INT')
  stream.addData([1], [2])
  const query = stream
    .toDF()
    .select(twice('n').as('n'))
    .writeStream.format('memory')
    .queryName('t')
    .trigger({ once: true })
    .start()
  await query.awaitTermination()
  expect(await session.table('t').collect()).toEqual([{ n: 2 }, { n: 4 }])
})
