/** What Spark's StreamingQueryManagerSuite asserts. */
import { expect, test } from 'vitest'
import { type Engine, engines } from './engine.ts'
import { gate, ScriptedSource } from './scripted-source.ts'

const begin = engines()

/** A query that runs until its stream is given a zero. */
function breakable(engine: Engine, name?: string) {
  const stream = engine.session.memoryStream('n INT')
  const writer = stream.toDF().selectExpr('1 div n AS v').writeStream.format('noop')
  const query = (name === undefined ? writer : writer.queryName(name)).start()
  return { query, fail: () => stream.addData([0]) }
}

test('it lists what runs and finds it by id; what was stopped or has failed is in neither', async () => {
  const engine = begin()
  const { streams } = engine.session
  const [one, two, three] = [breakable(engine), breakable(engine), breakable(engine)]
  expect(streams.active).toEqual([one.query, two.query, three.query])
  for (const { query } of [one, two, three]) expect(streams.get(query.id)).toBe(query)
  expect(streams.get('00000000-0000-0000-0000-000000000000')).toBeUndefined()
  await engine.until(one.query.stop())
  two.fail()
  await expect(engine.until(two.query.awaitTermination())).rejects.toThrow('Division by zero')
  expect(streams.active).toEqual([three.query])
  expect([streams.get(one.query.id), streams.get(two.query.id)]).toEqual([undefined, undefined])
})

test('awaitAnyTermination waits for the first end, and then for none until resetTerminated', async () => {
  const engine = begin()
  const { streams } = engine.session
  const [one, two] = [breakable(engine), breakable(engine)]
  let ended = false
  const any = streams.awaitAnyTermination().then(() => {
    ended = true
  })
  await engine.clock.advance(1_000)
  expect(ended).toBe(false)
  await engine.until(one.query.stop())
  await any
  await streams.awaitAnyTermination()
  streams.resetTerminated()
  expect(await engine.until(streams.awaitAnyTermination(100))).toBe(false)
  await engine.until(two.query.stop())
  expect(await engine.until(streams.awaitAnyTermination(100))).toBe(true)
})

test('after a failure awaitAnyTermination throws it, with and without a limit, until resetTerminated', async () => {
  const engine = begin()
  const { streams } = engine.session
  const { query, fail } = breakable(engine)
  fail()
  for (const wait of [() => streams.awaitAnyTermination(), () => streams.awaitAnyTermination(100)]) {
    await expect(engine.until(wait())).rejects.toMatchObject({
      condition: 'STREAM_FAILED',
      parameters: { id: query.id },
    })
  }
  streams.resetTerminated()
  expect(await engine.until(streams.awaitAnyTermination(100))).toBe(false)
})

test('a failure after a normal end is thrown, and a normal end after a failure hides nothing', async () => {
  const engine = begin()
  const { streams } = engine.session
  const [one, two, three] = [breakable(engine), breakable(engine), breakable(engine)]
  await engine.until(one.query.stop())
  two.fail()
  await expect(engine.until(two.query.awaitTermination())).rejects.toThrow()
  await engine.until(three.query.stop())
  await expect(engine.until(streams.awaitAnyTermination())).rejects.toMatchObject({ parameters: { id: two.query.id } })
})

test('start does not wait for sources: meanwhile the query says that it initializes them', async () => {
  const engine = begin()
  const source = new ScriptedSource()
  engine.session.registerConnector(source.connector)
  const held = gate()
  source.onCreate = held.wait
  const query = engine.session.readStream.format('scripted').load().writeStream.format('noop').start()
  await engine.clock.advance(60_000)
  expect([query.isActive, query.status.message]).toEqual([true, 'Initializing sources'])
  held.open()
  await engine.until(query.processAllAvailable())
  expect(query.status.message).not.toBe('Initializing sources')
})

test('a name is taken while its query runs, in its session only', async () => {
  const engine = begin()
  const { query } = breakable(engine, 'mine')
  const text = 'Cannot start query with name mine as a query with that name is already active in this SparkSession'
  expect(() => breakable(engine, 'mine')).toThrow(text)
  const beside = engine.session.newSession()
  const other = beside.memoryStream('n INT').toDF().writeStream.format('noop').queryName('mine').start()
  expect([query.isActive, other.isActive]).toEqual([true, true])
  await engine.until(query.stop())
  expect(() => breakable(engine, 'mine')).not.toThrow()
})

test.each(['the same session', 'another session'])(
  'a second start on a checkpoint, from %s, ends the run before it; with stopActiveRunOnRestart off it is refused',
  async (from) => {
    const engine = begin()
    const second = from === 'the same session' ? engine.session : engine.session.newSession()
    const start = (session: typeof second) =>
      session.memoryStream('n INT').toDF().writeStream.format('noop').option('checkpointLocation', '/ck').start()
    const first = start(engine.session)
    await engine.until(first.processAllAvailable())
    second.conf.set('spark.sql.streaming.stopActiveRunOnRestart', false)
    expect(() => start(second)).toThrow(
      `Cannot start query with id ${first.id} as another query with same id is already`,
    )
    second.conf.set('spark.sql.streaming.stopActiveRunOnRestart', true)
    const again = start(second)
    await engine.until(again.processAllAvailable())
    expect([first.isActive, first.exception(), again.isActive, again.id]).toEqual([false, undefined, true, first.id])
  },
)
