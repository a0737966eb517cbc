import { describe, expect, test } from 'vitest'
import { parseTrigger } from '../../lib/query/triggers/trigger.ts'
import { settle } from '../../lib/testing/virtual-clock.ts'
import { World } from './fake-query.ts'

const everySecond = parseTrigger({ processingTime: '1 second' })

describe('what a user may ask for', () => {
  test('text, milliseconds and flags are read', () => {
    expect(parseTrigger({ processingTime: '5 seconds' })).toEqual({ kind: 'processingTime', intervalMs: 5000 })
    expect(parseTrigger({ processingTime: 250 })).toEqual({ kind: 'processingTime', intervalMs: 250 })
    expect(parseTrigger({ processingTime: '1 day 2 hours' })).toEqual({
      kind: 'processingTime',
      intervalMs: 93_600_000,
    })
    expect(parseTrigger({ once: true })).toEqual({ kind: 'once' })
    expect(parseTrigger({ availableNow: true })).toEqual({ kind: 'availableNow' })
    expect(parseTrigger({ continuous: '1 second' })).toEqual({ kind: 'continuous', intervalMs: 1000 })
  })

  test.each([
    [{}, 'ONLY_ALLOW_SINGLE_TRIGGER'],
    [{ once: true, availableNow: true }, 'ONLY_ALLOW_SINGLE_TRIGGER'],
    [{ once: false }, 'VALUE_NOT_TRUE'],
    [{ processingTime: ' ' }, 'VALUE_NOT_NON_EMPTY_STR'],
    [{ processingTime: 'soon' }, 'INVALID_INTERVAL_FORMAT.INTERVAL_PARSING'],
    [{ processingTime: '1 month' }, '_LEGACY_ERROR_TEMP_3262'],
    [{ processingTime: '-1 second' }, 'MILLRACE_TRIGGER_INTERVAL'],
  ])('%j is refused as %s', (options, condition) => {
    expect(() => parseTrigger(options)).toThrow(expect.objectContaining({ condition }))
  })
})

describe('the default trigger', () => {
  test('runs what is there at once, then again as soon as a source hints at more', async () => {
    const world = new World()
    world.data.add(1, 2)
    const query = world.start()
    await world.clock.advance(0)
    expect(world.output).toEqual(['0: 1:1 2:1'])
    world.data.add(2)
    await world.clock.advance(0)
    expect(world.output).toEqual(['0: 1:1 2:1', '1: 2:2'])
    await query.stop()
  })

  test('asks again after 10 ms when a source gives no hint', async () => {
    const world = new World()
    const query = world.start()
    await world.clock.advance(0)
    world.data.rows.push(7)
    await world.clock.advance(9)
    expect(world.output).toEqual([])
    await world.clock.advance(1)
    expect(world.output).toEqual(['0: 7:1'])
    expect(query.status).toEqual({
      message: 'Waiting for data to arrive',
      isDataAvailable: false,
      isTriggerActive: false,
    })
    await query.stop()
  })
})

describe('a processing time trigger', () => {
  test('runs at once and then at multiples of its interval by the wall clock', async () => {
    const world = new World()
    world.clock.spend(300)
    const query = world.start(everySecond)
    world.data.add(1)
    await world.clock.advance(0)
    expect(query.lastProgress?.timestamp).toBe('1970-01-01T00:16:40.300Z')
    world.data.add(2)
    await world.clock.advance(699)
    expect(world.output).toHaveLength(1)
    await world.clock.advance(1)
    expect(world.output).toHaveLength(2)
    expect(query.status).toEqual({ message: 'Waiting for next trigger', isDataAvailable: true, isTriggerActive: false })
    expect(query.lastProgress?.timestamp).toBe('1970-01-01T00:16:41.000Z')
    await query.stop()
  })

  test('a batch that overruns is followed at once by the next, with a warning, and missed ticks are skipped', async () => {
    const world = new World()
    const begins: number[] = []
    world.data.onLatest = () => {
      begins.push(world.clock.now() - 1_000_000)
      if (begins.length === 2) world.clock.spend(2500)
    }
    const query = world.start(everySecond)
    await world.clock.advance(0)
    await world.clock.advance(5000)
    expect(begins.slice(0, 4)).toEqual([0, 1000, 3500, 4000])
    expect(world.warn).toHaveBeenCalledWith(
      expect.stringContaining('falling behind. The trigger interval is 1000 milliseconds, but spent 2500'),
    )
    await query.stop()
  })

  test('without data no batch is made', async () => {
    const world = new World()
    const query = world.start(everySecond)
    await world.clock.advance(10_000)
    expect(world.output).toEqual([])
    expect(query.status).toEqual({
      message: 'Waiting for next trigger',
      isDataAvailable: false,
      isTriggerActive: false,
    })
    await query.stop()
  })
})

describe('triggers that end by themselves', () => {
  test('once takes everything in one batch, whatever the read limit', async () => {
    const world = new World()
    world.data.perBatch = 1
    world.data.add(1, 2, 3)
    const query = await world.runToEnd({ kind: 'once' })
    expect(world.output).toEqual(['0: 1:1 2:1 3:1'])
    expect(query.isActive).toBe(false)
    expect(query.exception()).toBeUndefined()
  })

  test('availableNow honours the read limit, and leaves what comes later to the next run', async () => {
    const world = new World()
    world.data.perBatch = 2
    world.data.add(1, 2, 3)
    world.data.onRow = (value) => {
      if (value === 1) world.data.rows.push(4)
    }
    await world.runToEnd()
    expect(world.output).toEqual(['0: 1:1 2:1', '1: 3:1'])
    await world.runToEnd()
    expect(world.output).toEqual(['0: 1:1 2:1', '1: 3:1', '2: 4:1'])
  })

  test('availableNow is one batch when a source cannot freeze its end', async () => {
    const world = new World()
    world.data.freezes = false
    world.data.perBatch = 1
    world.data.add(1, 2)
    await world.runToEnd()
    expect(world.output).toEqual(['0: 1:1 2:1'])
    expect(world.warn).toHaveBeenCalledWith(expect.stringContaining('FakeSource'))
  })

  test('without data neither makes a batch', async () => {
    for (const kind of ['once', 'availableNow'] as const) {
      const world = new World()
      await world.runToEnd({ kind })
      expect(world.output).toEqual([])
      expect(Object.keys(world.files.dump())).toEqual(['/ck/metadata'])
    }
  })

  test('availableNow runs the no-data batch that a risen watermark asks for, once does not', async () => {
    for (const [kind, batches] of [
      ['availableNow', 2],
      ['once', 1],
    ] as const) {
      const world = new World()
      world.planOptions = { watermark: true }
      world.data.add(5)
      await world.runToEnd({ kind })
      expect(world.output).toHaveLength(batches)
    }
  })
})

test('settling runs nothing of the future', async () => {
  const world = new World()
  const query = world.start()
  await settle()
  expect(world.output).toEqual([])
  await query.stop()
})
