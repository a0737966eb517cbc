import { expect, test } from 'vitest'
import type { MillraceError } from '../../lib/errors.ts'
import type { SimulatedFileSystem } from '../../lib/files/simulated-file-system.ts'
import type { AnyFrame } from '../../lib/session/data-frame.ts'
import { int, struct } from '../../lib/types/typed/struct.ts'
import { stoppedSessions } from './sessions.ts'

const begin = stoppedSessions()
const schema = struct({ n: int })

test('one query writes the same batches to files of two formats and to a function, also after a restart', async () => {
  const { session, files } = begin()
  const add = async (name: string, ...numbers: readonly number[]) => {
    const text = numbers.map((n) => `{"n":${n}}\n`).join('')
    await files.createAtomic(`/in/${name}`, new TextEncoder().encode(text))
  }
  const seen: unknown[] = []
  await files.makeDirectory('/in')
  const frame = session.readStream.schema(schema).json('/in')
  const run = async () => {
    const query = frame.writeStream
      .option('checkpointLocation', '/checkpoint')
      .trigger({ availableNow: true })
      .toAll([
        frame.writeStream.format('json').option('path', '/json'),
        frame.writeStream.format('csv').option('path', '/csv'),
        frame.writeStream.foreachBatch(async (rows, id) => void seen.push([id, await rows.collect()])),
      ])
    await query.awaitTermination()
    return query
  }
  await add('a.json', 1, 2)
  const query = await run()
  expect(query.lastProgress?.sink.description).toMatch(/\/json.* and .*\/csv.* and /)
  expect(query.lastProgress?.sink.numOutputRows).toBe(2)
  await add('b.json', 3)
  await run()
  expect(lines(files, '/json')).toEqual(['{"n":1}', '{"n":2}', '{"n":3}'])
  expect(lines(files, '/csv')).toEqual(['1', '2', '3'])
  expect(seen).toEqual([
    [0, [{ n: 1 }, { n: 2 }]],
    [1, [{ n: 3 }]],
  ])
})

test('writers that do not fit are refused', () => {
  const { session } = begin()
  const frame = session.memoryStream(schema).toDF() as unknown as AnyFrame
  const other = frame.filter('n > 1') as unknown as AnyFrame
  const noop = () => frame.writeStream.format('noop')
  const refusal = (work: () => unknown): string => {
    try {
      work()
    } catch (error) {
      return (error as MillraceError).message
    }
    return 'started'
  }
  expect(refusal(() => frame.writeStream.toAll([]))).toContain('there is none')
  expect(refusal(() => noop().toAll([noop()]))).toContain('the query itself has the format noop')
  expect(refusal(() => frame.writeStream.toAll([other.writeStream.format('noop')]))).toContain('another frame')
  expect(refusal(() => frame.writeStream.toAll([noop().option('checkpointLocation', '/x')]))).toContain(
    'checkpointLocation of its own',
  )
  expect(refusal(() => frame.writeStream.toAll([noop().trigger({ once: true })]))).toContain('trigger of its own')
  expect(refusal(() => frame.writeStream.toAll([noop().outputMode('update')]))).toContain('output mode update')
  expect(refusal(() => frame.writeStream.toAll([noop(), frame.writeStream.format('json')]))).toContain(
    'checkpointLocation must be specified',
  )
})

function lines(files: SimulatedFileSystem, folder: string): readonly string[] {
  return Object.entries(files.dump())
    .filter(([path]) => path.startsWith(`${folder}/part-`))
    .flatMap(([, text]) => text.split('\n'))
    .filter((line) => line !== '')
    .sort()
}
