/** `df.write`: files, modes, refusals. Contents, names and texts are those that Spark 4.3 gave. */
import { expect, test } from 'vitest'
import type { Connector } from '../../lib/connector/connector.ts'
import { MillraceError } from '../../lib/errors.ts'
import type { SimulatedFileSystem } from '../../lib/files/simulated-file-system.ts'
import type { Session } from '../../lib/session/session.ts'
import { stoppedSessions } from './sessions.ts'

const begin = stoppedSessions()

const people = (session: Session) =>
  session.createDataFrame(
    [
      ['Ada', 36, 1.5, true],
      ['Alan', 41, 2.25, false],
      ['Grace', null, null, null],
    ],
    'name STRING, age INT, score DOUBLE, ok BOOLEAN',
  )

/** The files below /out by path, with UUIDs left out; folders are not shown. */
function output(files: SimulatedFileSystem): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files.dump())
      .filter(([path]) => path.startsWith('/out/') && !path.endsWith('/'))
      .map(([path, text]) => [path.slice(5).replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/, '*'), text]),
  )
}

async function refusal(work: Promise<unknown>): Promise<MillraceError> {
  const error = await work.then(
    () => undefined,
    (given: unknown) => given,
  )
  if (error instanceof MillraceError) return error
  throw new Error(`not refused: ${String(error)}`)
}

const lines = '{"name":"Ada","age":36,"score":1.5,"ok":true}\n{"name":"Alan","age":41,"score":2.25,"ok":false}\n'

test('JSON, CSV and text are written as one part file each, and _SUCCESS', async () => {
  const { session, files } = begin()
  const frame = people(session)
  await frame.write.json('/out/j')
  await frame.write.option('header', true).csv('/out/c')
  await frame.select('name').write.text('/out/t')
  expect(output(files)).toEqual({
    'j/_SUCCESS': '',
    'j/part-00000-*-c000.json': `${lines}{"name":"Grace"}\n`,
    'c/_SUCCESS': '',
    'c/part-00000-*-c000.csv': 'name,age,score,ok\nAda,36,1.5,true\nAlan,41,2.25,false\nGrace,,,\n',
    't/_SUCCESS': '',
    't/part-00000-*-c000.txt': 'Ada\nAlan\nGrace\n',
  })
  const read = session.read.schema('name STRING, age INT, score DOUBLE, ok BOOLEAN').json('/out/j')
  expect(await read.collect()).toEqual(await frame.collect())
})

test('a frame without rows is written as a file with nothing but its header', async () => {
  const { session, files } = begin()
  const none = people(session).limit(0)
  await none.write.json('/out/j')
  await none.write.option('header', true).csv('/out/c')
  await none.write.partitionBy('age').json('/out/p')
  expect(output(files)).toEqual({
    'j/_SUCCESS': '',
    'j/part-00000-*-c000.json': '',
    'c/_SUCCESS': '',
    'c/part-00000-*-c000.csv': 'name,age,score,ok\n',
    'p/_SUCCESS': '',
  })
})

test('partitionBy makes folders, appended to, replaced whole, or only those that have new rows', async () => {
  const { session, files } = begin()
  const frame = people(session)
  const write = () => frame.write.partitionBy('age')
  await write().json('/out')
  const first = {
    _SUCCESS: '',
    'age=36/part-00000-*.c000.json': '{"name":"Ada","score":1.5,"ok":true}\n',
    'age=41/part-00000-*.c000.json': '{"name":"Alan","score":2.25,"ok":false}\n',
    'age=__HIVE_DEFAULT_PARTITION__/part-00000-*.c000.json': '{"name":"Grace"}\n',
  }
  expect(output(files)).toEqual(first)
  await frame
    .filter('age = 36')
    .selectExpr('upper(name) AS name', 'age')
    .write.partitionBy('AGE')
    .mode('overwrite')
    .option('partitionOverwriteMode', 'dynamic')
    .json('/out')
  expect(output(files)).toEqual({ ...first, 'age=36/part-00000-*.c000.json': '{"name":"ADA"}\n' })
  await frame.limit(1).write.partitionBy('age').mode('append').json('/out')
  expect(await session.read.schema('name STRING, age INT').json('/out').count()).toBe(4)
  await frame.limit(1).write.partitionBy('age').mode('overwrite').json('/out')
  expect(output(files)).toEqual({
    _SUCCESS: '',
    'age=36/part-00000-*.c000.json': '{"name":"Ada","score":1.5,"ok":true}\n',
  })
})

test('mode says what becomes of what is there', async () => {
  const { session, files } = begin()
  const frame = people(session)
  const rows = () => session.read.schema('name STRING').json('/out').count()
  await frame.write.json('/out')
  expect(await refusal(frame.write.json('/out'))).toMatchObject({
    condition: 'PATH_ALREADY_EXISTS',
    message: expect.stringContaining(
      'Path file:/out already exists. Set mode as "overwrite" to overwrite the existing path.',
    ),
  })
  expect((await refusal(frame.write.mode('errorIfExists').json('/out'))).condition).toBe('PATH_ALREADY_EXISTS')
  await frame.write.mode('ignore').json('/out')
  expect(await rows()).toBe(3)
  await frame.write.mode('append').json('/out')
  expect(await rows()).toBe(6)
  await frame.limit(2).write.mode('overwrite').json('/out')
  expect(output(files)).toEqual({ _SUCCESS: '', 'part-00000-*-c000.json': lines })
  expect(() => frame.write.mode('foo')).toThrow(/The specified save mode "foo" is invalid\. Valid save modes include/)
})

test('a frame may overwrite the folder that it reads', async () => {
  const { session } = begin()
  await people(session).write.json('/out')
  const read = () => session.read.schema('name STRING, age INT').json('/out')
  await read().filter('age IS NOT NULL').withColumnRenamed('age', 'years').write.mode('overwrite').json('/out')
  expect(await session.read.schema('name STRING, years INT').json('/out').collect()).toEqual([
    { name: 'Ada', years: 36 },
    { name: 'Alan', years: 41 },
  ])
})

test('a file in the way is replaced by overwrite and not appended to', async () => {
  const { session, files } = begin()
  const file = await files.openWrite('/file')
  await file.close()
  const frame = people(session)
  expect((await refusal(frame.write.mode('append').json('/file'))).message).toMatch(/Parent path is not a directory: /)
  await frame.write.mode('overwrite').json('/file')
  expect(await session.read.schema('name STRING').json('/file').count()).toBe(3)
})

test('a write that fails leaves the folder as it was, and no new one', async () => {
  const { session, files } = begin()
  await people(session).write.json('/out')
  const before = files.dump()
  const bad = session.range(3).selectExpr('1 / (id - 2) AS n')
  for (const mode of ['append', 'overwrite'] as const) {
    expect((await refusal(bad.write.mode(mode).json('/out'))).condition).toBe('DIVIDE_BY_ZERO')
  }
  await refusal(bad.write.json('/new'))
  expect(files.dump()).toEqual(before)
})

test('refusals have the conditions of Spark', async () => {
  const { session } = begin()
  const frame = people(session)
  const conditions = async (...writes: readonly Promise<void>[]) =>
    (await Promise.all(writes.map(refusal))).map((one) => one.condition)
  expect(
    await conditions(
      frame.write.text('/t'),
      frame.write.format('json').save(),
      frame.write.partitionBy('nope').json('/p'),
      frame.select('age').write.partitionBy('age').json('/p'),
      frame.selectExpr('age AS a', 'age AS A').write.json('/d'),
      frame.write.option('path', '/o').save('/q'),
      frame.write.save('/x'),
      frame.write.format('rate').mode('append').save(),
      frame.write.format('noop').save(),
      frame.selectExpr('array(1) AS n').write.csv('/a'),
    ),
  ).toEqual([
    'UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE',
    '_LEGACY_ERROR_TEMP_2047',
    '_LEGACY_ERROR_TEMP_1155',
    'ALL_PARTITION_COLUMNS_NOT_ALLOWED',
    'COLUMN_ALREADY_EXISTS',
    '_LEGACY_ERROR_TEMP_1307',
    'DATA_SOURCE_NOT_FOUND',
    'UNSUPPORTED_FEATURE.TABLE_OPERATION',
    'UNSUPPORTED_DATA_SOURCE_SAVE_MODE',
    'UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE',
  ])
  expect(() => frame.write.saveAsTable('t')).toThrow(/no stored tables/)
  expect(() => frame.write.insertInto('t')).toThrow(/no stored tables/)
})

test('console prints the table of show, noop reads the rows', async () => {
  const { session, printed } = begin()
  await people(session).write.format('console').option('numRows', 1).save()
  await people(session).write.format('noop').mode('overwrite').save()
  expect(printed).toEqual([
    '+----+---+-----+----+\n|name|age|score|  ok|\n+----+---+-----+----+\n| Ada| 36|  1.5|true|\n+----+---+-----+----+\nonly showing top 1 row',
  ])
})

test('a function of foreachBatch appends each batch to files', async () => {
  const { session, files } = begin()
  const numbers = session.memoryStream('n INT')
  const query = numbers
    .toDF()
    .writeStream.foreachBatch(async (batch) => {
      await batch.write.mode('append').json('/out/j')
      await batch.write.mode('append').csv('/out/c')
      await batch.selectExpr('CAST(n AS STRING) AS s').write.mode('overwrite').text('/out/t')
    })
    .start()
  for (const n of [1, 2]) {
    numbers.addData([n])
    await query.processAllAvailable()
  }
  expect(query.exception()).toBeUndefined()
  expect(output(files)['t/part-00000-*-c000.txt']).toBe('2\n')
  expect(await session.read.schema('n INT').json('/out/j').orderBy('n').collect()).toEqual([{ n: 1 }, { n: 2 }])
  expect(await session.read.schema('n INT').csv('/out/c').orderBy('n').collect()).toEqual([{ n: 1 }, { n: 2 }])
})

test('whatever a power cut or a failing disk interrupts, no old row goes before the new ones are there, and _SUCCESS is right', async () => {
  const rewritten = async (fail: (files: SimulatedFileSystem) => void) => {
    const { session, files } = begin()
    const numbers = (from: number, to: number) => session.range(from, to).selectExpr('id', 'id % 2 AS p')
    await numbers(0, 2).write.partitionBy('p').json('/out')
    const before = files.operations.changes
    fail(files)
    const failed = await numbers(10, 13)
      .write.partitionBy('p')
      .mode('overwrite')
      .json('/out')
      .then(
        () => false,
        () => true,
      )
    files.heal()
    const changes = files.operations.changes - before
    if (failed) files.restart()
    const rows = await session.read.schema('id LONG, p LONG').json('/out').orderBy('id').collect()
    return { failed, changes, ids: rows.map(({ id }) => id).join(), success: '_SUCCESS' in output(files) }
  }
  const { changes, ...whole } = await rewritten(() => {})
  expect(whole).toEqual({ failed: false, ids: '10,11,12', success: true })
  for (const kind of ['powerCut', 'EIO'] as const) {
    for (let at = 0; at < changes; at++) {
      const { failed, ids, success } = await rewritten((files) => files.failAt(at, kind))
      const where = `${kind} at ${at}`
      if (!failed) expect(ids, where).toBe('10,11,12')
      if (success) expect(['0,1', '10,11,12'], where).toContain(ids)
      expect(ids, where).toMatch(/(^|,)0,(.*,)?1(,|$)|10,11,12/)
    }
  }
})

test('a connector of the program writes frames by its table side, and forgets the rows of a frame that fails', async () => {
  const calls: string[] = []
  const shelf: Connector = {
    name: 'shelf',
    table: {
      create(options, schema, partitionBy, mode) {
        calls.push(`create ${options.get('room')} ${schema.names} ${partitionBy} ${mode}`)
        if (mode === 'ignore') return undefined
        return {
          append: (batch) => {
            calls.push(`append ${batch.selected}`)
            if (mode === 'overwrite') throw new Error('no room')
          },
          finish: async () => void calls.push('finish'),
          abandon: async () => void calls.push('abandon'),
        }
      },
    },
  }
  const { session } = begin((builder) => builder.register({ connectors: [shelf] }))
  const write = () => session.range(3).selectExpr('id', 'id AS k').write.format('shelf').options({ room: 'a' })
  await write().partitionBy('K').mode('append').save()
  await write().mode('ignore').save()
  await expect(write().mode('overwrite').save()).rejects.toThrow('no room')
  expect(calls).toEqual([
    'create a id,k k append',
    'append 3',
    'finish',
    'create a id,k  ignore',
    'create a id,k  overwrite',
    'append 3',
    'abandon',
  ])
})
