/** What selects with generators give, recorded from Spark (test/fixtures/spark/static-frames.json). */
import { afterAll, expect, test } from 'vitest'
import { explode, jsonTuple, lit, posexplode, stack } from '../../lib/expressions/builders/index.ts'
import { Column } from '../../lib/expressions/column.ts'
import { ExpressionParser } from '../../lib/expressions/parser/expression-parser.ts'
import { testSession } from '../session/sessions.ts'
import { outcome, type Recorded, recordedFrame, recordedFrames } from './recorded-frames.ts'

const { session } = testSession()
afterAll(() => session.stop())

/** The items of a select list. */
function itemsOf(text: string): readonly Column[] {
  const cursor = new ExpressionParser(text)
  const items: Column[] = []
  do items.push(new Column(cursor.named()))
  while (cursor.takeSymbol(','))
  return items
}

test('builders make the same calls, and withColumn takes a generator', async () => {
  const frame = session.createDataFrame([['{"a":"x"}', [1, 2]]], 'j STRING, n ARRAY<INT>')
  expect(await frame.select(posexplode('n').alias('at', 'n'), jsonTuple('j', 'a').as('a')).collect()).toEqual([
    { at: 0, n: 1, a: 'x' },
    { at: 1, n: 2, a: 'x' },
  ])
  expect(await frame.select(stack(2, 'n', lit(null))).collect()).toEqual([{ col0: [1, 2] }, { col0: null }])
  expect(await frame.withColumn('n', explode('n')).collect()).toEqual([
    { j: '{"a":"x"}', n: 1 },
    { j: '{"a":"x"}', n: 2 },
  ])
})

test('an array of many elements comes in batches of bounded size, in order', async () => {
  const frame = session
    .createDataFrame([[40_000], [3]], 'n INT')
    .selectExpr('n', "explode(split(repeat('x,', n), ',')) AS x")
  expect(await frame.count()).toBe(40_005)
  expect((await frame.tail(3)).map((row) => row['x'])).toEqual(['x', 'x', ''])
})

for (const one of recordedFrames.selects as readonly (Recorded & { readonly list: string })[]) {
  test(one.list, async () => {
    const { list, ...expected } = one
    const frame = recordedFrame(session)
    expect(await outcome(() => frame.select(...itemsOf(list)))).toEqual(expected)
  })
}
