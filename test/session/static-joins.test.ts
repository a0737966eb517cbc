/** Streams joined with static frames, from session to sink. */
import { expect, test } from 'vitest'
import { col, int, string, struct } from '../../index.ts'
import { stoppedSessions } from './sessions.ts'

const begin = stoppedSessions()
const readings = struct({ device: string, n: int })

test('the static side is read for each batch: a file that has changed is seen', async () => {
  const { session, files } = begin()
  await files.makeDirectory('/in')
  const names = async (...rows: readonly object[]) => {
    await files.remove('/in/names.json')
    const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('')
    await files.createAtomic('/in/names.json', new TextEncoder().encode(text))
  }
  await names({ device: 'a', name: 'Alpha' })
  const stream = session.memoryStream(readings)
  const table = session.read.schema('device STRING, name STRING').json('/in/names.json')
  const query = stream.toDF().join(table, 'device', 'left').writeStream.format('memory').queryName('out').start()
  stream.addData(['a', 1], ['b', 2])
  await query.processAllAvailable()
  await names({ device: 'a', name: 'Aleph' }, { device: 'b', name: 'Beth' })
  stream.addData(['a', 3], ['b', 4])
  await query.processAllAvailable()
  await query.stop()
  expect((await session.table('out').collect()).map((row) => [row.device, row.n, row.name])).toEqual([
    ['a', 1, 'Alpha'],
    ['b', 2, null],
    ['a', 3, 'Aleph'],
    ['b', 4, 'Beth'],
  ])
})

test('a static side may itself be a join, of frames of the program and of files, under a filter', async () => {
  const { session } = begin()
  const stream = session.memoryStream(readings)
  const kinds = session.createDataFrame(
    [
      ['a', 1],
      ['b', 2],
    ],
    'device STRING, kind INT',
  )
  const rooms = session.createDataFrame(
    [
      [1, 'hall'],
      [2, 'cellar'],
    ],
    'kind INT, room STRING',
  )
  const placed = kinds.join(rooms, 'kind').filter(col('room').neq('cellar'))
  const query = stream.toDF().join(placed, 'device').writeStream.format('memory').queryName('out').start()
  stream.addData(['a', 1], ['b', 2], ['c', 3])
  await query.processAllAvailable()
  stream.addData(['a', 4])
  await query.processAllAvailable()
  await query.stop()
  expect(await session.table('out').collect()).toEqual([
    { device: 'a', n: 1, kind: 1, room: 'hall' },
    { device: 'a', n: 4, kind: 1, room: 'hall' },
  ])
})

test('a static frame on the left is what is built', async () => {
  const { session } = begin()
  const stream = session.memoryStream(readings)
  const table = session.createDataFrame([['a', 'Alpha']], 'device STRING, name STRING')
  const query = table.join(stream.toDF(), 'device', 'right').writeStream.format('memory').queryName('out').start()
  stream.addData(['a', 1], ['b', 2])
  await query.processAllAvailable()
  await query.stop()
  expect(await session.table('out').collect()).toEqual([
    { device: 'a', name: 'Alpha', n: 1 },
    { device: 'b', name: null, n: 2 },
  ])
})

test('a stream without the rows of a static frame gives each row once in a batch', async () => {
  const { session } = begin()
  const stream = session.memoryStream(readings)
  const known = session.createDataFrame(
    [
      ['a', 1],
      [null, 2],
    ],
    'device STRING, n INT',
  )
  const write = (mode: string) => stream.toDF().subtract(known).writeStream.outputMode(mode).format('memory')
  expect(() => write('append').queryName('refused').start()).toThrow(
    expect.objectContaining({ condition: 'UNSUPPORTED_STREAMING_OPERATOR_WITHOUT_WATERMARK' }),
  )
  const query = write('update').queryName('out').start()
  stream.addData(['a', 1], ['b', 1], ['b', 1], [null, 2], [null, 3])
  await query.processAllAvailable()
  stream.addData(['b', 1], ['a', 1])
  await query.processAllAvailable()
  await query.stop()
  expect((await session.table('out').collect()).map((row) => Object.values(row))).toEqual([
    ['b', 1],
    [null, 3],
    ['b', 1],
  ])
})
