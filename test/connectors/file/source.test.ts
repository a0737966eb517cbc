/** Which files the file source takes, when and in which order: Spark's FileStreamSourceSuite, case by case. */
import { deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { fileConnector } from '../../../connectors/file/index.ts'
import type { Offset, Source } from '../../../lib/connector/connector.ts'
import type { SimulatedFileSystem } from '../../../lib/files/simulated-file-system.ts'
import { jsonFormat } from '../../../lib/formats/json/json-format.ts'
import { parseSchema } from '../../../lib/types/ddl/ddl.ts'
import { schemaDdl } from '../../../lib/types/ddl/type-sql.ts'
import { CountingFiles } from '../counting-files.ts'
import {
  evaluation,
  everyColumn,
  freeIo,
  openSource,
  readBatches,
  readRows,
  type Surroundings,
  sourceContext,
  writeText,
} from '../surroundings.ts'

const json = fileConnector(jsonFormat)
const all = { kind: 'all' } as const

/** One row per file, its value the file's name. */
async function put(
  files: SimulatedFileSystem,
  name: string,
  modifiedMs = 1000,
  text = `{"a":"${name}"}\n`,
): Promise<void> {
  await writeText(files, `/in/${name}`, text, modifiedMs)
}

function open(
  files: SimulatedFileSystem,
  options: Record<string, string> = {},
  more: Surroundings = {},
): Promise<Source> {
  const context = sourceContext({ files, ...more }, '/ck/sources/0')
  return openSource(json, { path: '/in', ...options }, 'a STRING', context)
}

/** Names of the files in each batch. */
async function namesFrom(source: Source, start: Offset | null = null): Promise<readonly (readonly unknown[])[]> {
  const { batches } = await readBatches(source, start)
  return batches.map((rows) => rows.map((row) => row[0]))
}

async function withFiles(...names: readonly string[]): Promise<CountingFiles> {
  const files = new CountingFiles()
  await files.makeDirectory('/in')
  for (const [at, name] of names.entries()) await put(files, name, 1000 + at)
  return files
}

describe('the order and size of batches', () => {
  test('is that of modification times, and of paths among equal ones', async () => {
    const files = await withFiles()
    await put(files, 'c', 2)
    await put(files, 'b', 1)
    await put(files, 'd', 1)
    await put(files, 'a', 3)
    expect(await namesFrom(await open(files))).toEqual([['b', 'd', 'c', 'a']])
  })

  test.each([
    [{ maxFilesPerTrigger: '2' }, [['a', 'b'], ['c', 'd'], ['e']]],
    [{ maxBytesPerTrigger: '20' }, [['a', 'b'], ['c', 'd'], ['e']]],
    // A file is always taken, however large.
    [{ maxBytesPerTrigger: '1' }, [['a'], ['b'], ['c'], ['d'], ['e']]],
    [{ maxBytesPerTrigger: '29' }, [['a', 'b'], ['c', 'd'], ['e']]],
    [{ MAXFILESPERTRIGGER: '4' }, [['a', 'b', 'c', 'd'], ['e']]],
    [{ latestFirst: 'true', maxFilesPerTrigger: '2' }, [['e', 'd'], ['c', 'b'], ['a']]],
  ])('%o', async (options, expected) => {
    expect(await namesFrom(await open(await withFiles('a', 'b', 'c', 'd', 'e'), options))).toEqual(expected)
  })

  test('without limits one batch takes all (Trigger.Once ignores them)', async () => {
    const source = await open(await withFiles('a', 'b', 'c'), { maxFilesPerTrigger: '1' })
    expect(source.defaultLimit).toEqual({ kind: 'files', max: 1 })
    expect((await readBatches(source, null, all)).batches).toHaveLength(1)
  })

  test('an empty file is new data: a batch without rows', async () => {
    const files = await withFiles()
    await put(files, 'empty', 1, '')
    expect(await namesFrom(await open(files))).toEqual([[]])
  })
})

describe('which files are new', () => {
  test('no file is read twice, not after a restart and not when it has changed', async () => {
    const files = await withFiles('a', 'b')
    const source = await open(files)
    const { end } = await readBatches(source)
    await put(files, 'a', 5000, '{"a":"changed"}\n')
    expect(await namesFrom(source, end)).toEqual([])
    await put(files, 'c', 6000)
    expect(await namesFrom(await open(files), end)).toEqual([['c']])
  })

  test('hidden names and folders below the path are left out', async () => {
    const files = await withFiles('a', '_b', '.c', 'd._COPYING_')
    await writeText(files, '/in/sub/e', '{"a":"e"}\n', 1)
    expect(await namesFrom(await open(files))).toEqual([['a']])
  })

  test('recursiveFileLookup takes what lies deeper and finds no partitions', async () => {
    const files = await withFiles('a')
    await writeText(files, '/in/k=1/sub/e', '{"a":"e"}\n', 1)
    const source = await open(files, { recursiveFileLookup: 'true' })
    expect(source.schema.names).toEqual(['a'])
    expect(await namesFrom(source)).toEqual([['e', 'a']])
  })

  test('pathGlobFilter goes by names', async () => {
    const source = await open(await withFiles('a.txt', 'b.json', 'c.txt'), { pathGlobFilter: '*.txt' })
    expect(await namesFrom(source)).toEqual([['a.txt', 'c.txt']])
  })

  test('a glob takes up folders that appear between two batches', async () => {
    const files = new CountingFiles()
    const source = await open(files, { path: '/in*/{x,y}[0-9]/*.json' })
    expect(await source.latestOffset(null, all)).toBeNull()
    await writeText(files, '/in1/x1/a.json', '{"a":"1"}\n', 1)
    const { end } = await readBatches(source)
    await writeText(files, '/in2/y2/b.json', '{"a":"2"}\n', 2)
    await writeText(files, '/in2/z2/c.json', '{"a":"3"}\n', 2)
    expect(await namesFrom(source, end)).toEqual([['2']])
  })

  test('maxFileAge counts from the newest file read, not from the clock, and spares the first batch', async () => {
    const files = await withFiles()
    const day = 86_400_000
    await put(files, 'old', 1)
    await put(files, 'new', 10 * day)
    const source = await open(files, {}, { nowMs: () => 1e12 })
    const { end, batches } = await readBatches(source)
    expect(batches.flat()).toHaveLength(2)
    await put(files, 'too-old', 2.9 * day)
    await put(files, 'young-enough', 3.1 * day)
    expect(await namesFrom(source, end)).toEqual([['young-enough']])
  })

  test('maxFileAge does not matter with latestFirst and a limit', async () => {
    const files = await withFiles()
    await put(files, 'old', 1)
    await put(files, 'new', 1e12)
    const source = await open(files, { latestFirst: 'true', maxFilesPerTrigger: '1' })
    expect(await namesFrom(source)).toEqual([['new'], ['old']])
  })

  test('fileNameOnly takes one of two files with the same name', async () => {
    const files = new CountingFiles()
    await writeText(files, '/in/x/a', '{"a":"1"}\n', 1)
    const source = await open(files, { path: '/in/*', fileNameOnly: 'true' })
    const { end } = await readBatches(source)
    await writeText(files, '/in/y/a', '{"a":"2"}\n', 2)
    await writeText(files, '/in/y/b', '{"a":"3"}\n', 2)
    expect(await namesFrom(source, end)).toEqual([['3']])
  })
})

describe('listings', () => {
  const names = Array.from({ length: 41 }, (_, at) => `f${String(at).padStart(2, '0')}`)

  async function listingsPerBatch(options: Record<string, string>, freeze = false): Promise<readonly number[]> {
    const files = await withFiles(...names)
    const source = await open(files, { maxFilesPerTrigger: '10', ...options })
    if (freeze) await source.prepareForAvailableNow?.()
    const counts: number[] = []
    let offset: Offset | null = null
    for (let batch = 0; batch < 5; batch++) {
      const before = files.listings
      offset = await source.latestOffset(offset, source.defaultLimit ?? all)
      counts.push(files.listings - before)
    }
    expect(offset).toEqual({ logOffset: 4 })
    return counts
  }

  test('are spared while listed files wait, unless too few are left', async () => {
    expect(await listingsPerBatch({})).toEqual([1, 0, 0, 0, 1])
    expect(await listingsPerBatch({ discardCachedInputRatio: '0' })).toEqual([1, 0, 0, 0, 0])
    expect(await listingsPerBatch({ maxCachedFiles: '0' })).toEqual([1, 1, 1, 1, 1])
    expect(await listingsPerBatch({ maxCachedFiles: '15' })).toEqual([1, 0, 0, 1, 0])
    expect(await listingsPerBatch({ latestFirst: 'true' })).toEqual([1, 1, 1, 1, 1])
    // AvailableNow: what is there at the start is all.
    expect(await listingsPerBatch({}, true)).toEqual([0, 0, 0, 0, 0])
    expect(await listingsPerBatch({ maxCachedFiles: '0' }, true)).toEqual([0, 0, 0, 0, 0])
  })

  test('do not look at files that were read', async () => {
    const files = await withFiles(...names)
    const source = await open(files)
    const { end } = await readBatches(source)
    let looks = 0
    const { stat } = files.immediate
    Object.assign(files.immediate, {
      stat: (path: string) => {
        if (path.startsWith('/in/f')) looks += 1
        return stat(path)
      },
    })
    await put(files, 'g', 9000)
    expect(await namesFrom(source, end)).toEqual([['g']])
    expect(looks).toBe(0)
  })
})

describe('after a restart', () => {
  /** A run that logged two batches' files and died before any offset was written. */
  async function orphaned(): Promise<{ readonly files: CountingFiles }> {
    const files = await withFiles('a', 'b')
    const source = await open(files, { maxFilesPerTrigger: '1' })
    const first = await source.latestOffset(null, { kind: 'files', max: 1 })
    await source.latestOffset(first, { kind: 'files', max: 1 })
    await put(files, 'c', 5000)
    return { files }
  }

  test('logged files that no batch took come one entry at a time, before newer ones', async () => {
    const { files } = await orphaned()
    expect(await namesFrom(await open(files, { maxFilesPerTrigger: '1' }))).toEqual([['a'], ['b'], ['c']])
  })

  test('without a limit they come together with newer ones, as in Spark', async () => {
    const { files } = await orphaned()
    expect(await namesFrom(await open(files))).toEqual([['a', 'b', 'c']])
  })

  test('the log is compacted every ten entries and read back whole', async () => {
    const files = await withFiles()
    let offset: Offset | null = null
    const source = await open(files)
    for (let at = 0; at < 25; at++) {
      await put(files, `f${at} %é`, 1000 + at)
      offset = await source.latestOffset(offset, all)
    }
    const logged = Object.keys(files.dump()).filter((path) => path.startsWith('/ck/sources/0/'))
    expect(logged).toContain('/ck/sources/0/9.compact')
    expect(logged).toContain('/ck/sources/0/19.compact')
    expect(logged).not.toContain('/ck/sources/0/9')
    expect(files.dump()['/ck/sources/0/24']).toBe('v1\n{"path":"file:///in/f24%20%25é","timestamp":1024,"batchId":24}')
    const again = await open(files)
    expect(await again.latestOffset(offset, all)).toEqual(offset)
    const scan = again.open(everyColumn(again), evaluation)
    expect((await readRows(scan, null, { logOffset: 24 })).map((row) => row[0])).toEqual(
      Array.from({ length: 25 }, (_, at) => `f${at} %é`),
    )
    // The tenth entry's own file holds all ten.
    expect(await readRows(scan, { logOffset: 8 }, { logOffset: 9 })).toEqual([['f9 %é']])
  })

  test('an offset of another source is refused', async () => {
    const source = await open(await withFiles('a'))
    await expect(source.latestOffset({ topic: 3 }, all)).rejects.toThrow('{"topic":3}')
  })
})

describe('cleanSource', () => {
  const tree = (files: SimulatedFileSystem): readonly string[] =>
    Object.keys(files.dump()).filter((path) => !path.startsWith('/ck'))

  test('delete removes the files of a batch when it is committed, odd names too', async () => {
    const files = await withFiles('a b', 'c%20d')
    const source = await open(files, { cleanSource: 'delete', maxFilesPerTrigger: '1' })
    const { offsets } = await readBatches(source)
    await source.commit(offsets[0] as Offset)
    expect(tree(files)).toEqual(['/in/c%20d'])
    await source.commit(offsets[1] as Offset)
    expect(tree(files)).toEqual([])
  })

  test('archive moves them below the archive with their whole path; a repeated commit does nothing', async () => {
    const files = await withFiles('a b')
    const source = await open(files, { cleanSource: 'archive', sourceArchiveDir: '/done/x' })
    const { end } = await readBatches(source)
    await source.commit(end as Offset)
    await source.commit(end as Offset)
    expect(tree(files)).toEqual(['/done/x/in/a b'])
  })

  test('a failure is a warning', async () => {
    const files = await withFiles('a')
    const warnings: string[] = []
    const source = await open(files, { cleanSource: 'delete' }, { warnings })
    const { end } = await readBatches(source)
    files.failAt(0, 'EACCES')
    await source.commit(end as Offset)
    expect(warnings).toEqual([expect.stringContaining('/in/a')])
  })
})

describe('reading', () => {
  test('a file that vanished is an error that names it, or skipped on demand', async () => {
    const files = await withFiles('a', 'b')
    const { source, end } = { source: await open(files), end: { logOffset: 0 } }
    await source.latestOffset(null, all)
    await files.remove('/in/a')
    const scan = source.open(everyColumn(source), evaluation)
    await expect(readRows(scan, null, end)).rejects.toMatchObject({
      condition: 'FAILED_READ_FILE.FILE_NOT_EXIST',
      message: expect.stringContaining('file:///in/a'),
    })
    const warnings: string[] = []
    const lenient = await open(files, { ignoreMissingFiles: 'true' }, { warnings })
    expect(await readRows(lenient.open(everyColumn(lenient), evaluation), null, end)).toEqual([['b']])
    expect(warnings).toHaveLength(1)
  })

  test('FAILFAST fails the file, with the record as cause', async () => {
    const files = await withFiles('a')
    await put(files, 'bad', 2000, '{"a":\n')
    const source = await open(files, { mode: 'FAILFAST' })
    await expect(readBatches(source)).rejects.toMatchObject({
      condition: 'FAILED_READ_FILE.NO_HINT',
      cause: { condition: 'MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION' },
    })
    expect(files.openReaders).toBe(0)
  })

  test('dropped records are counted', async () => {
    const files = await withFiles('a')
    await put(files, 'bad', 2000, '{"a":\n{"a":"x"}\nnothing\n')
    const source = await open(files, { mode: 'DROPMALFORMED' })
    expect(await namesFrom(source)).toEqual([['a', 'x']])
    expect(source.metrics?.malformedRecords).toBe(2)
  })

  test('an abort error of the flow stops the reading and closes the file', async () => {
    const files = await withFiles('a', 'b')
    const source = await open(files)
    const end = (await source.latestOffset(null, all)) as Offset
    const stopped = new DOMException('stopped', 'AbortError')
    const io = { ...freeIo(), flow: { ready: () => Promise.reject(stopped) } }
    await expect(readRows(source.open(everyColumn(source), evaluation), null, end, io)).rejects.toBe(stopped)
    await new Promise((resolve) => setImmediate(resolve))
    expect(files.openReaders).toBe(0)
  })
})

describe('schemas', () => {
  test('every column is nullable, nested ones too', async () => {
    const files = await withFiles('a')
    const context = sourceContext({ files }, '/ck/sources/0')
    const given = 'a INT NOT NULL, s STRUCT<x: ARRAY<INT> NOT NULL> NOT NULL'
    const source = await openSource(json, { path: '/in' }, given, context)
    expect(schemaDdl(source.schema.fields)).toBe(schemaDdl(parseSchema('a INT, s STRUCT<x: ARRAY<INT>>').fields))
  })

  test.each([
    [
      { path: '/in' },
      undefined,
      {},
      '_LEGACY_ERROR_TEMP_2048',
      'Schema must be specified when creating a streaming source',
    ],
    [
      { path: '/later/*.json' },
      undefined,
      { 'spark.sql.streaming.schemaInference': 'true' },
      'UNABLE_TO_INFER_SCHEMA',
      'Unable to infer schema for JSON. It must be specified manually.',
    ],
    [{}, 'a INT', {}, '_LEGACY_ERROR_TEMP_2047', "'path' is not specified."],
    [{ path: '/none' }, 'a INT', {}, 'PATH_NOT_FOUND', 'Path does not exist: /none.'],
    [{ path: 's3://bucket/x' }, 'a INT', {}, 'MILLRACE_PATH_SCHEME', 's3://bucket/x'],
    [
      { path: '/in', basePath: '/none' },
      'a INT',
      {},
      'MILLRACE_OPTION_INVALID',
      "Option 'basePath' must be a directory",
    ],
    [{ path: '/in', pathGlobFilter: '[' }, 'a INT', {}, 'MILLRACE_GLOB', '['],
  ])('%o under %s is refused when the query is built', async (options, given, conf, condition, text) => {
    const context = sourceContext({ files: await withFiles('a'), conf }, '/ck/sources/0')
    const failure = await openSource(json, options as Record<string, string>, given, context).then(
      () => undefined,
      (error: unknown) => error,
    )
    expect(failure).toMatchObject({ condition, message: expect.stringContaining(text) })
  })

  test('are found in the files when the session says so, and stay as they were then', async () => {
    const files = await withFiles()
    await files.createAtomic('/in/a.json', new TextEncoder().encode('{"n":1}\n{"n":2.5,"s":"x"}\n'))
    await files.createAtomic('/in/b.json.gz', gzipSync('{"t":[1]}\n'))
    const streams = Buffer.concat([deflateSync('{"n":0}\n'), deflateSync('{"u":true}\n')])
    await files.createAtomic('/in/d.json.deflate', streams)
    const conf = { 'spark.sql.streaming.schemaInference': 'true' }
    const source = await openSource(json, { path: '/in' }, undefined, sourceContext({ files, conf }, '/ck/sources/0'))
    expect(schemaDdl(source.schema.fields)).toBe(
      schemaDdl(parseSchema('n DOUBLE, s STRING, t ARRAY<BIGINT>, u BOOLEAN').fields),
    )
    await files.createAtomic('/in/c.json', new TextEncoder().encode('{"later":1}\n'))
    const rows = (await readBatches(source)).batches.flat()
    expect(rows).toContainEqual([2.5, 'x', null, null])
    expect(rows).toContainEqual([null, null, null, null])
  })

  test('a pattern that matches nothing yet is fine', async () => {
    const source = await open(await withFiles(), { path: '/later/*.json' })
    expect(await source.latestOffset(null, all)).toBeNull()
  })
})
