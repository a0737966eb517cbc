/** One query, many sinks: each gets every batch once, wherever the process dies. */
import { describe, expect, test } from 'vitest'
import type { Sink } from '../../lib/connector/connector.ts'
import { SinkGroup } from '../../lib/query/sink-group.ts'
import { FakeSink, World } from './fake-query.ts'

const folders = ['/a', '/b'] as const

/** The sinks of a run; those named in `broken` fail at their first commit of epoch 1. */
function group(world: World, broken: Set<string>): { readonly sinks: readonly FakeSink[]; readonly group: Sink } {
  const sinks = folders.map((folder) => {
    const sink = new FakeSink(world.files, folder)
    const commit = sink.commit.bind(sink)
    sink.commit = async (epoch) => {
      if (epoch === 1 && broken.delete(folder)) throw new Error(`${folder} broke`)
      return commit(epoch)
    }
    return sink
  })
  return { sinks, group: new SinkGroup(sinks) }
}

function committed(world: World, folder: string): readonly string[] {
  return Object.entries(world.files.dump())
    .filter(([path]) => path.startsWith(`${folder}/`) && /^\d+$/.test(path.slice(3)))
    .map(([path, text]) => `${path.slice(3)}: ${text}`)
    .sort()
}

const run = async (world: World, sink: Sink): Promise<boolean> => {
  const query = world.start({ kind: 'availableNow' }, { sink: () => sink })
  return world.clock.until(
    query.awaitTermination().then(
      () => true,
      () => false,
    ),
    1,
  )
}

describe('a query with several sinks', () => {
  test.each([[[]], [['/a']], [['/b']], [['/a', '/b']]])(
    'commits each batch once in each, when %o break',
    async (broken) => {
      const world = new World()
      world.data.perBatch = 2
      world.data.add(1, 2, 3, 4, 5)
      const left = new Set(broken)
      for (let attempts = 0; attempts <= broken.length; attempts++) await run(world, group(world, left).group)
      const output = ['0: 1:1 2:1', '1: 3:1 4:1', '2: 5:1']
      for (const folder of folders) expect(committed(world, folder)).toEqual(output)
    },
  )

  test('ends for all of them when one fails while it writes', async () => {
    const world = new World()
    world.data.add(1)
    const { sinks, group: both } = group(world, new Set())
    const [first, second] = sinks as [FakeSink, FakeSink]
    first.write = () => Promise.reject(new Error('disk full'))
    const query = world.start({ kind: 'availableNow' }, { sink: () => both })
    const failure = await world.clock.until(
      query.awaitTermination().catch((error: unknown) => error),
      1,
    )
    expect(String((failure as Error).message)).toContain('disk full')
    expect(second.calls).toEqual(['write 0', 'abort 0', 'stop'])
    expect(committed(world, '/b')).toEqual([])
  })

  test('fails when a sink does not read all', async () => {
    const world = new World()
    world.data.add(1)
    const { sinks, group: both } = group(world, new Set())
    ;(sinks[1] as FakeSink).write = async () => {}
    const query = world.start({ kind: 'availableNow' }, { sink: () => both })
    const failure = await world.clock.until(
      query.awaitTermination().catch((error: unknown) => error),
      1,
    )
    expect(String((failure as Error).message)).toContain(
      'The sink was done before it had read all of batch 0: FakeSink[/b]',
    )
  })

  test('is refused when one of the sinks is ahead of the checkpoint', async () => {
    const world = new World()
    await world.files.makeDirectory('/b')
    await world.files.createAtomic('/b/7', new Uint8Array(0))
    const query = world.start({ kind: 'availableNow' }, { sink: () => group(world, new Set()).group })
    const failure = await world.clock.until(
      query.awaitTermination().catch((error: unknown) => error),
      1,
    )
    expect(String((failure as Error).message)).toContain('FakeSink[/a] and FakeSink[/b]')
  })
})
