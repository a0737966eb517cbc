/** The column `_metadata` of file sources, against what a real Spark gave for the same path. */
import { expect, test } from 'vitest'
import { col, expr } from '../../lib/expressions/column-functions.ts'
import type { AnyFrame } from '../../lib/session/data-frame.ts'
import { stoppedSessions, type TestSession } from './sessions.ts'

const anySession = stoppedSessions()
async function begin(path: string): Promise<TestSession> {
  const one = anySession()
  await one.files.makeDirectory(path.replace(/\/[^/]*$/, ''))
  await one.files.createAtomic(path, new TextEncoder().encode('{"s":"a","v":1.0}\n{"s":"b","v":2.0}\n'))
  return one
}

const schema = 's STRING, v DOUBLE'

test('path and name are those of a URI, size and block are the file’s, the time has milliseconds', async () => {
  const path = '/m/k=a b/ü%41/x y+%41#?é.json'
  const { session, files } = await begin(path)
  const frame = session.read.schema(schema).json('/m') as AnyFrame
  const modified = BigInt(Math.floor(files.immediate.stat(path)?.modifiedMs ?? 0)) * 1000n
  const [row, ...more] = await (frame.select('s', '_metadata.*') as AnyFrame).collect()
  expect(row).toMatchObject({
    s: 'a',
    file_path: 'file:/m/k=a%20b/ü%2541/x%20y+%2541%23%3Fé.json',
    file_name: 'x%20y+%2541%23%3Fé.json',
    file_size: 36n,
    file_block_start: 0n,
    file_block_length: 36n,
  })
  expect(row?.['file_modification_time'].micros).toBe(modified)
  expect(more).toHaveLength(1)
})

test('it is there only when it is named, and goes along with the columns', async () => {
  const { session } = await begin('/m/a.json')
  const frame = session.read.schema(schema).json('/m') as AnyFrame
  expect(frame.columns).toEqual(['s', 'v'])
  expect(frame.select('*').columns).toEqual(['s', 'v'])
  expect(frame.select('*', '_metadata').columns).toEqual(['s', 'v', '_metadata'])
  expect(frame.select('_METADATA.FILE_NAME').columns).toEqual(['FILE_NAME'])
  expect(frame.schema.fields.every((one) => one.nullable)).toBe(true)
  expect(frame.select('_metadata').schema.toDDL()).toBe(
    '_metadata STRUCT<file_path: STRING NOT NULL, file_name: STRING NOT NULL, file_size: BIGINT NOT NULL, ' +
      'file_block_start: BIGINT NOT NULL, file_block_length: BIGINT NOT NULL, file_modification_time: TIMESTAMP NOT NULL> NOT NULL',
  )
  const names = async (given: AnyFrame) => (await given.collect()).map((row) => Object.values(row))
  expect(await names((frame.select('s') as AnyFrame).select('_metadata.file_name'))).toEqual([['a.json'], ['a.json']])
  expect(await names(frame.withColumn('f', col('_metadata.file_size')).drop('v'))).toEqual([
    ['a', 36n],
    ['b', 36n],
  ])
  expect(await names(frame.filter("_metadata.file_name LIKE 'a%' AND v > 1"))).toEqual([['b', 2]])
  expect(await names(frame.alias('q').select('q._metadata.file_name').limit(1))).toEqual([['a.json']])
  expect(frame.orderBy('_metadata.file_size').columns).toEqual(['s', 'v'])
  expect(
    await names(
      session.read
        .text('/m')
        .select('_metadata.file_size' as never)
        .limit(1),
    ),
  ).toEqual([[36n]])
})

test('a stream has it too, beside the same stream without it', async () => {
  const { session } = await begin('/m/k=1/a.json')
  const stream = session.readStream.schema(schema).json('/m') as AnyFrame
  const both = stream.selectExpr('s', 'k').union(stream.selectExpr('_metadata.file_name', 'k'))
  const query = both.writeStream.format('memory').queryName('both').start()
  await query.processAllAvailable()
  expect(query.lastProgress?.sources).toHaveLength(1)
  const rows = (await session.table('both').collect()).map((row) => Object.values(row))
  expect(rows.sort()).toEqual([
    ['a', 1],
    ['a.json', 1],
    ['a.json', 1],
    ['b', 1],
  ])
  await query.stop()
})

test('a column of the data of that name hides it; sources without files have none', async () => {
  const { session } = await begin('/m/a.json')
  const own = session.read.schema('_metadata STRING, s STRING').json('/m') as AnyFrame
  expect(own.select('_metadata').schema.toDDL()).toBe('_metadata STRING')
  const unknown = expect.objectContaining({ condition: 'UNRESOLVED_COLUMN.WITH_SUGGESTION' })
  expect(() =>
    session.readStream
      .format('rate')
      .load()
      .select('_metadata' as never),
  ).toThrow(unknown)
  const frame = session.read.schema(schema).json('/m') as AnyFrame
  expect(() => frame.union(frame).select('_metadata.file_name')).toThrow(unknown)
})

test('input_file_name() and its kin say the same of the file, and nothing where there is none', async () => {
  const { session } = await begin('/m/k=a b/x y.json')
  const frame = session.read.schema(schema).json('/m') as AnyFrame
  const asked = frame.selectExpr('input_file_name()', 'input_file_block_start() AS b', 'input_file_block_length() AS l')
  expect(asked.schema.toDDL()).toBe('`input_file_name()` STRING NOT NULL,b BIGINT NOT NULL,l BIGINT NOT NULL')
  expect(await asked.limit(1).collect()).toEqual([
    { 'input_file_name()': 'file:///m/k=a%20b/x%20y.json', b: 0n, l: 36n },
  ])
  expect(await frame.filter("input_file_name() LIKE '%y.json' AND v > 1").count()).toBe(1)
  expect(frame.filter("input_file_name() <> ''").columns).toEqual(['s', 'v', 'k'])
  expect(await frame.withColumn('u', expr('upper(input_file_name())')).select('u').first()).toEqual({
    u: 'FILE:///M/K=A%20B/X%20Y.JSON',
  })
  expect(
    await session.range(1).selectExpr('input_file_name() AS n', 'input_file_block_start() AS b').collect(),
  ).toEqual([{ n: '', b: -1n }])
})
