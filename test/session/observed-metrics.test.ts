import { expect, test } from 'vitest'
import { count, max } from '../../lib/expressions/builders/index.ts'
import { col } from '../../lib/expressions/column-functions.ts'
import { Observation } from '../../lib/plan/observation.ts'
import { int, string, struct } from '../../lib/types/typed/struct.ts'
import { stoppedSessions } from './sessions.ts'

const begin = stoppedSessions()
const schema = struct({ n: int, s: string })

test('metrics of a stream are in the progress of each batch, by name', async () => {
  const { session } = begin()
  const stream = session.memoryStream(schema)
  const observed = stream.toDF().observe('my_event', count('*').as('rows'), max('n').plus(1).as('next'))
  const query = observed.writeStream.format('noop').start()
  stream.addData({ n: 1, s: 'a' }, { n: 5, s: 'b' })
  await query.processAllAvailable()
  stream.addData({ n: 3, s: 'c' })
  await query.processAllAvailable()
  const metrics = query.recentProgress.filter((one) => one.numInputRows > 0).map((one) => one.observedMetrics)
  expect(metrics.map((one) => ({ ...one?.['my_event'] }))).toEqual([
    { rows: 2n, next: 6 },
    { rows: 1n, next: 4 },
  ])
  expect(JSON.stringify(metrics[0])).toBe('{"my_event":{"rows":2,"next":6}}')
  expect(Object.keys(JSON.parse(JSON.stringify(query.lastProgress))).at(-1)).toBe('observedMetrics')
})

test('columns that only metrics read are read, and rows pass as they are', async () => {
  const { session } = begin()
  const stream = session.memoryStream(schema)
  const query = stream
    .toDF()
    .observe('seen', max('n').as('most'))
    .select('s')
    .writeStream.format('memory')
    .queryName('out')
    .start()
  stream.addData({ n: 7, s: 'a' })
  await query.processAllAvailable()
  expect(await session.table('out').collect()).toEqual([{ s: 'a' }])
  expect({ ...query.lastProgress?.observedMetrics?.['seen'] }).toEqual({ most: 7 })
})

test('an observation has the metrics of the first action on a static frame', async () => {
  const { session } = begin()
  const observation = new Observation()
  const frame = session.range(10).observe(observation, count('*').as('rows'), max('id').as('last'))
  await frame.filter('id > 3').count()
  expect(await observation.get).toEqual({ rows: 10n, last: 9n })
  expect(() => session.range(1).observe(observation, count('*').as('rows'))).toThrow(/only once/)
})

test('an observation of a stream is refused', () => {
  const { session } = begin()
  const frame = session.memoryStream(schema).toDF().observe(new Observation(), count('*').as('rows'))
  expect(() => frame.writeStream.format('noop').start()).toThrow(/Observation does not support streaming/)
})

test('columns outside of aggregates and unfit aggregates are refused', () => {
  const { session } = begin()
  const frame = session.range(3)
  expect(() => frame.observe('m', col('id').as('x'))).toThrow(
    'Invalid observed metrics. Attribute "id" can only be used as an argument to an aggregate function.',
  )
  expect(() => frame.observe('', count('*').as('x'))).toThrow(/should be named/)
})
