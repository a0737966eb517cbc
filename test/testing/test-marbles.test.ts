/** Whole queries in virtual time, told as marbles: a character for each trigger. */
import { expect, test } from 'vitest'
import { createSession } from '../../index.ts'
import { col, expr, window } from '../../lib/expressions/builders/index.ts'
import { testMarbles, virtualSurroundings } from '../../lib/testing/index.ts'

function begin() {
  const on = virtualSurroundings()
  const session = createSession({ surroundings: on })
  return { on, session, numbers: session.memoryStream('n INT') }
}
const at = (seconds: number): Date => new Date(seconds * 1000)

test('rows come out at the trigger that saw them', async () => {
  const { on, numbers } = begin()
  await testMarbles(
    numbers.toDF().filter('n > 1'),
    { on },
    { sources: [[numbers, '1-(123)-4']], expected: ' --(23)-4' },
  )
})

test('a windowed count comes a trigger behind the row that moves the watermark, which has no rows of its own', async () => {
  const { on, session } = begin()
  const events = session.memoryStream('at TIMESTAMP')
  const counts = events
    .toDF()
    .withWatermark('at', '10 seconds')
    .groupBy(window('at', '5 seconds'))
    .count()
    .selectExpr('unix_seconds(window.end) AS end', 'count')
  await testMarbles(
    counts,
    { on, frame: '1 minute' },
    {
      values: { a: [at(1)], b: [at(2)], c: [at(16)], l: [at(3)], X: [5, 2] },
      sources: [[events, '(ab)-c-l-']],
      expected: '             ---X--',
    },
  )
})

test('a join has two lines', async () => {
  const { on, session } = begin()
  const left = session.memoryStream('k STRING, l INT')
  const right = session.memoryStream('rk STRING, r INT')
  const joined = left.toDF().join(right.toDF(), expr('k = rk')).select(col('k'), col('l'), col('r'))
  await testMarbles(
    joined,
    { on },
    {
      values: { a: ['k', 1], b: ['k', 2], x: ['k', 9], A: ['k', 1, 9], B: ['k', 2, 9] },
      sources: [
        [left, ' a--b'],
        [right, '-x--'],
      ],
      expected: '-A-B',
    },
  )
})

test('in complete mode each trigger with rows gives the table', async () => {
  const { on, numbers } = begin()
  const count = numbers.toDF().groupBy().count()
  await testMarbles(count, { on, outputMode: 'complete' }, { sources: [[numbers, '7-(88)']], expected: '1-3' })
})

test('the query may fail at a trigger', async () => {
  const { on, numbers } = begin()
  const frame = numbers.toDF().selectExpr('CAST(6 / n AS INT) AS q')
  await testMarbles(frame, { on }, { sources: [[numbers, '1-2-0']], expected: '6-3-#', error: 'DIVIDE_BY_ZERO' })
})

test.each([
  [
    'other rows',
    '1-(23)',
    '1-2',
    ['expected 1-2', 'got      1-(23)', 'At trigger 2', 'expected (2)', 'got      (2) (3)'],
  ],
  ['rows at another trigger', '1--2', '1-2', ['got      1--2', 'At trigger 2', 'got      no rows']],
  ['rows behind the end', '1-2', '1', ['got      1-2', 'At trigger 2', 'expected no rows']],
  ['an error that is not expected', '1-0', '1--', ['got      1-#', 'got      an error', 'DIVIDE_BY_ZERO']],
  ['no error where one is expected', '1-1', '1-#', ['expected an error', 'got      (1)']],
])('%s fail the test, which prints both lines', async (_, given, expected, texts) => {
  const { on, numbers } = begin()
  const frame = numbers.toDF().selectExpr('CAST(n / n * n AS INT) AS n')
  const failure = await testMarbles(frame, { on }, { sources: [[numbers, given]], expected }).catch((error) => error)
  expect(failure.condition).toBe('MILLRACE_TEST_QUERY')
  for (const text of texts) expect(failure.message).toContain(text)
})

test('another error than the expected one fails the test', async () => {
  const { on, numbers } = begin()
  const frame = numbers.toDF().selectExpr('6 / n AS q')
  const told = testMarbles(frame, { on }, { sources: [[numbers, '0']], expected: '#', error: 'NO_SUCH_ERROR' })
  await expect(told).rejects.toThrow(/expected NO_SUCH_ERROR\ngot +.*DIVIDE_BY_ZERO/)
})

test.each([
  ['1(2', 'A group has no end:\n1(2\n   ^'],
  ['1)', "')' has no meaning here:\n1)\n ^"],
  ['(1(2))', "'(' has no meaning here:\n(1(2))\n  ^"],
  ['(1-)', "'-' has no meaning here:\n(1-)\n  ^"],
  ['1-#', "'#' is for what comes out"],
])('the line %s is refused', async (line, message) => {
  const { on, numbers } = begin()
  await expect(testMarbles(numbers.toDF(), { on }, { sources: [[numbers, line]], expected: '' })).rejects.toThrow(
    message,
  )
})
