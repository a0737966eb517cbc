/** What Spark's FileStreamSourceSuite asserts, through the session. */
import { describe, expect, test } from 'vitest'
import { SeenFiles } from '../../connectors/file/seen-files.ts'
import type { AnyFrame } from '../../lib/session/data-frame.ts'
import type { DataStreamReader } from '../../lib/session/data-stream-reader.ts'
import { type Engine, engines } from './engine.ts'

const begin = engines()

interface Reading {
  /** Rows of each batch so far; one column's rows are its values. */
  readonly batches: unknown[][]
  /** Reads everything there is. */
  all(): Promise<unknown[][]>
  stop(): Promise<void>
}

/** Starts a query over a frame; batches of one column are lists of its values. */
function read(engine: Engine, frame: AnyFrame, checkpoint = '/ck'): Reading {
  const batches: unknown[][] = []
  const query = frame.writeStream
    .option('checkpointLocation', checkpoint)
    .foreachBatch(async (rows) => {
      const found = (await rows.collect()) as Record<string, unknown>[]
      batches.push(rows.columns.length === 1 ? found.map((row) => Object.values(row)[0]) : found)
    })
    .start()
  return {
    batches,
    all: async () => {
      await engine.until(query.processAllAvailable())
      return batches
    },
    stop: () => engine.until(query.stop()),
  }
}

/** Files of one byte, named by their letters, one second apart. */
function letters(engine: Engine, names: string): void {
  for (const name of names) engine.put(`/in/${name}`, name, 1_000_000 + name.charCodeAt(0) * 1_000)
}

type Options = Readonly<Record<string, string | number | boolean>>
const text = (engine: Engine, options: Options = {}, path = '/in') =>
  (engine.session.readStream.options(options) as DataStreamReader).text(path) as AnyFrame

describe('which files a stream reads', () => {
  test('files come one by one, those of the pause too, and none is read twice', async () => {
    const engine = begin()
    engine.put('/in/a.txt', 'drop1\nkeep2\nkeep3\n')
    const kept = () => text(engine).filter("value LIKE '%keep%'")
    const first = read(engine, kept())
    expect(await first.all()).toEqual([['keep2', 'keep3']])
    engine.put('/in/b.txt', 'drop4\nkeep5\n')
    expect((await first.all()).slice(1)).toEqual([['keep5']])
    await first.stop()
    engine.put('/in/c.txt', 'keep6\n')
    const second = read(engine, kept())
    expect(await second.all()).toEqual([['keep6']])
    engine.put('/in/d.txt', 'drop7\n')
    expect(await second.all()).toEqual([['keep6'], []])
  })

  test('a stream wants a path, and one that is there, with and without a schema', () => {
    const { session } = begin()
    const error = (work: () => unknown) => expect(work)
    error(() => session.readStream.format('text').load()).toThrow("'path' is not specified.")
    error(() => session.readStream.text('/nowhere')).toThrow('Path does not exist: /nowhere.')
    error(() => session.readStream.schema('n INT').json('/nowhere')).toThrow('Path does not exist: /nowhere.')
  })

  test('text has column value; json without a schema is refused', () => {
    const engine = begin()
    engine.put('/in/a', '{"n":1}\n')
    expect(text(engine).schema.simpleString()).toBe('struct<value:string>')
    expect(() => engine.session.readStream.json('/in')).toThrow(
      'Schema must be specified when creating a streaming source DataFrame.',
    )
  })

  test('with inference on, the columns are those of the files at load: later ones give no more and no fewer', async () => {
    const engine = begin()
    engine.session.conf.set('spark.sql.streaming.schemaInference', true)
    engine.put('/in/a', '{"k":"v0"}\n', 1_000_000)
    const frame = engine.session.readStream.json('/in') as AnyFrame
    expect(frame.schema.simpleString()).toBe('struct<k:string>')
    engine.put('/in/b', '{"k":"v1","v":"new"}\n{"v":"new"}\n', 1_001_000)
    expect((await read(engine, frame).all()).flat()).toEqual(['v0', 'v1', null])
    expect((engine.session.readStream.json('/in') as AnyFrame).columns).toEqual(['k', 'v'])
  })

  test('every column is nullable, whatever the schema says', () => {
    const engine = begin()
    engine.put('/in/a', '{"n":1}\n')
    const frame = engine.session.readStream.schema('n INT NOT NULL, s STRUCT<x: INT NOT NULL>').json('/in')
    expect(JSON.stringify(frame.schema.fields)).not.toContain('"nullable":false')
  })

  test('partition directories are a column, but not below a pattern that names them', async () => {
    const engine = begin()
    engine.put('/in/type=X/a', '{"n":1}\n')
    engine.put('/in/type=Y/b', '{"n":2}\n')
    const frame = (path: string) => engine.session.readStream.schema('n INT').json(path) as AnyFrame
    expect(frame('/in').columns).toEqual(['n', 'type'])
    expect(frame('/in/*').columns).toEqual(['n'])
    const rows = (await read(engine, frame('/in')).all()).flat()
    expect(rows).toEqual([
      { n: 1, type: 'X' },
      { n: 2, type: 'Y' },
    ])
  })

  test('a pattern takes up folders that come between batches', async () => {
    const engine = begin()
    engine.put('/in/a1/x', '1')
    engine.put('/in/b1/x', 'no')
    const reading = read(engine, text(engine, {}, '/in/a*/*'))
    await reading.all()
    engine.put('/in/a2/x', '2')
    engine.put('/in/a1/y', '3')
    expect((await reading.all()).map((rows) => [...rows].sort())).toEqual([['1'], ['2', '3']])
  })

  test('pathGlobFilter leaves other names out', async () => {
    const engine = begin()
    engine.put('/in/a.txt', 'yes')
    engine.put('/in/b.json', 'no')
    expect(await read(engine, text(engine, { pathGlobFilter: '*.txt' })).all()).toEqual([['yes']])
  })

  test('with fileNameOnly two folders’ files of one name are one file', async () => {
    const engine = begin()
    engine.put('/in/a/x', 'first', 1_000_000)
    const reading = read(engine, text(engine, { fileNameOnly: true }, '/in/*/*'))
    await reading.all()
    engine.put('/in/b/x', 'again', 1_001_000)
    engine.put('/in/b/y', 'other', 1_002_000)
    expect(await reading.all()).toEqual([['first'], ['other']])
  })

  test('the names of options may be in any case', async () => {
    const engine = begin()
    letters(engine, 'abc')
    expect(await read(engine, text(engine, { MAXFILESPERTRIGGER: 2 })).all()).toEqual([['a', 'b'], ['c']])
  })
})

describe('how much a batch takes', () => {
  test.each(['maxFilesPerTrigger', 'maxBytesPerTrigger'])(
    'two files of one byte with %s of 2, oldest first',
    async (name) => {
      const engine = begin()
      letters(engine, 'abc')
      const first = read(engine, text(engine, { [name]: 2 }))
      expect(await first.all()).toEqual([['a', 'b'], ['c']])
      letters(engine, 'defg')
      expect((await first.all()).slice(2)).toEqual([
        ['d', 'e'],
        ['f', 'g'],
      ])
      await first.stop()
      letters(engine, 'hijkl')
      expect(await read(engine, text(engine, { [name]: 2 })).all()).toEqual([['h', 'i'], ['j', 'k'], ['l']])
    },
  )

  test('maxBytesPerTrigger takes at least one file, and none that would exceed it', async () => {
    const engine = begin()
    for (const [at, size] of [30, 4, 5, 2].entries()) engine.put(`/in/${at}`, `${at}`.repeat(size), 1_000_000 + at)
    const batches = await read(engine, text(engine, { maxBytesPerTrigger: 9 })).all()
    expect(batches.map((rows) => rows.map((row) => (row as string).length))).toEqual([[30], [4, 5], [2]])
  })

  test.each(['maxFilesPerTrigger', 'maxBytesPerTrigger'])('%s must be a positive integer', async (name) => {
    const engine = begin()
    letters(engine, 'a')
    for (const value of ['not-a-integer', '-1', '0', '10.1']) {
      await expect(read(engine, text(engine, { [name]: value })).all()).rejects.toThrow(
        `Invalid value '${value}' for option '${name}', must be a positive integer`,
      )
    }
  })

  test('both limits together are refused', async () => {
    const engine = begin()
    letters(engine, 'a')
    const both = { maxFilesPerTrigger: 1, maxBytesPerTrigger: 1 }
    await expect(read(engine, text(engine, both)).all()).rejects.toThrow("can't be both set at the same time")
  })

  test.each([
    [true, ['2', '1']],
    [false, ['1', '2']],
  ])('latestFirst %s decides which of two files comes first', async (latestFirst, order) => {
    const engine = begin()
    letters(engine, '12')
    const batches = await read(engine, text(engine, { latestFirst, maxFilesPerTrigger: 1 })).all()
    expect(batches.flat()).toEqual(order)
  })

  test('maxFileAge counts for nothing with latestFirst and a limit', async () => {
    const engine = begin()
    letters(engine, 'ab')
    const options = { maxFileAge: '1ms', maxFilesPerTrigger: 1 }
    expect(await read(engine, text(engine, { ...options, latestFirst: true })).all()).toEqual([['b'], ['a']])
  })

  test.each(['modifiedBefore', 'modifiedAfter'])('%s is refused', async (name) => {
    const engine = begin()
    letters(engine, 'a')
    await expect(read(engine, text(engine, { [name]: '2020-01-01T00:00:00' })).all()).rejects.toThrow(
      'is not allowed in file stream source',
    )
  })
})

describe('what has been seen', () => {
  test('files older than the newest less the greatest age are forgotten, and never new again', () => {
    const seen = new SeenFiles(10, false)
    seen.add('a', 5)
    expect(seen.size).toBe(1)
    seen.purge()
    expect(seen.size).toBe(1)
    seen.add('b', 15)
    seen.add('c', 16)
    seen.purge()
    expect(seen.size).toBe(2)
    expect(seen.isNew('c', 20)).toBe(false)
    expect(seen.isNew('d', 5)).toBe(false)
    expect(seen.isNew('e', 20)).toBe(true)
  })

  test('what is too old is decided at a purge: between two purges nothing is lost', () => {
    const seen = new SeenFiles(10, false)
    seen.add('a', 20)
    expect([seen.isNew('b', 9), seen.isNew('b', 10)]).toEqual([true, true])
    seen.purge()
    expect([seen.isNew('b', 9), seen.isNew('b', 10)]).toEqual([false, true])
  })

  test('the log of seen files is compacted by the interval, and says of each batch what it read', async () => {
    const engine = begin()
    engine.session.conf.set('spark.sql.streaming.fileSource.log.compactInterval', 2)
    letters(engine, 'abc')
    const reading = read(engine, text(engine, { maxFilesPerTrigger: 1 }))
    await reading.all()
    await reading.stop()
    expect(engine.names('/ck/sources/0')).toEqual(['0', '1.compact', '2'])
    const entries = engine
      .content('/ck/sources/0/1.compact')
      .split('\n')
      .slice(1)
      .map((line) => JSON.parse(line) as { readonly path: string; readonly batchId: number })
    expect(entries.map(({ path, batchId }) => [path.slice(-1), batchId])).toEqual([
      ['a', 0],
      ['b', 1],
    ])
    letters(engine, 'd')
    expect(await read(engine, text(engine, { maxFilesPerTrigger: 1 })).all()).toEqual([['d']])
  })
})

describe('cleanSource', () => {
  test('delete removes a batch’s files once it is committed, with blanks and percent signs in their names', async () => {
    const engine = begin()
    engine.put('/in/keep %2525', 'a')
    const reading = read(engine, text(engine, { cleanSource: 'delete' }))
    await reading.all()
    engine.put('/in/b', 'b')
    expect(await reading.all()).toEqual([['a'], ['b']])
    await reading.stop()
    expect(engine.names('/in')).toEqual([])
  })

  test('archive moves a file below the archive, with its whole path', async () => {
    const engine = begin()
    engine.put('/in/x/a %', 'a')
    const options = { cleanSource: 'archive', sourceArchiveDir: '/archive' }
    const reading = read(engine, text(engine, options, '/in/*'))
    await reading.all()
    await reading.stop()
    expect(engine.content('/archive/in/x/a %')).toBe('a')
    expect(engine.names('/in/x')).toEqual([])
  })

  test('an archive that the source would read is refused', async () => {
    const engine = begin()
    letters(engine, 'a')
    const options = { cleanSource: 'archive', sourceArchiveDir: '/in/archive' }
    await expect(read(engine, text(engine, options)).all()).rejects.toThrow('Base archive path cannot be set')
  })

  test.each(['delete', 'archive'])('%s is refused on the output of a file sink', async (cleanSource) => {
    const engine = begin()
    letters(engine, 'a')
    const writer = text(engine).writeStream.format('text').option('checkpointLocation', '/ck-out')
    await engine.until(writer.trigger({ once: true }).start('/out').awaitTermination())
    const options = { cleanSource, sourceArchiveDir: '/archive' }
    await expect(read(engine, text(engine, options, '/out')).all()).rejects.toThrow(
      'Clean up source files is not supported',
    )
  })
})

test('the output of a file sink is read by its log, also by a reader that was there first', async () => {
  const engine = begin()
  engine.given.files.immediate.makeDirectory('/out')
  const early = read(engine, text(engine, {}, '/out'), '/ck-early')
  expect(await early.all()).toEqual([])
  const stream = engine.session.memoryStream('value STRING')
  const query = stream.toDF().writeStream.format('text').option('checkpointLocation', '/ck-out').start('/out')
  stream.addData(['a'])
  await engine.until(query.processAllAvailable())
  engine.put('/out/stray.txt', 'stray')
  expect(await early.all()).toEqual([['a']])
  expect(await read(engine, text(engine, {}, '/out'), '/ck-late').all()).toEqual([['a']])
  engine.session.conf.set('spark.sql.streaming.fileStreamSink.ignoreMetadata', true)
  expect((await read(engine, text(engine, {}, '/out'), '/ck-all').all()).flat().sort()).toEqual(['a', 'stray'])
})

test('of two sources the one without new files keeps its place over restarts', async () => {
  const engine = begin()
  engine.put('/in/a', 'a')
  engine.put('/more/b', 'b')
  const frame = () => text(engine).union(text(engine, {}, '/more'))
  const first = read(engine, frame())
  expect((await first.all()).flat().sort()).toEqual(['a', 'b'])
  await first.stop()
  for (const name of ['c', 'd']) {
    engine.put(`/more/${name}`, name)
    const again = read(engine, frame())
    expect(await again.all()).toEqual([[name]])
    await again.stop()
  }
  expect(engine.content('/ck/offsets/2').split('\n').slice(2)).toEqual(['{"logOffset":0}', '{"logOffset":2}'])
})
