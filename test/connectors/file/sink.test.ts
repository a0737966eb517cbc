/** What the file sink writes: names, folders, its log, and what it refuses. Spark's FileStreamSinkSuite, case by case. */
import { gunzipSync, inflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { fileConnector } from '../../../connectors/file/index.ts'
import type { Sink } from '../../../lib/connector/connector.ts'
import { SimulatedFileSystem } from '../../../lib/files/simulated-file-system.ts'
import { jsonFormat } from '../../../lib/formats/json/json-format.ts'
import type { SqlValue } from '../../../lib/types/data-type.ts'
import { parseSchema } from '../../../lib/types/ddl/ddl.ts'
import {
  commitEpoch,
  epochOf,
  freeIo,
  openSink,
  openSource,
  readBatches,
  type Surroundings,
  sinkContext,
  sourceContext,
} from '../surroundings.ts'
import { recordedFiles, recordedQuery } from './recorded-output.ts'

const json = fileConnector(jsonFormat)
const schema = parseSchema('id BIGINT, kind STRING')
const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}'

interface Setting {
  readonly files: SimulatedFileSystem
  readonly sink: Sink
}

async function open(
  options: Record<string, string> = {},
  partitionBy: readonly string[] = [],
  more: Surroundings = {},
  files = new SimulatedFileSystem(),
): Promise<Setting> {
  const sink = await openSink(json, { path: '/out', ...options }, schema, sinkContext({ files, ...more }), partitionBy)
  return { files, sink }
}

/** Data files below the output directory, without its path. */
const dataFiles = (files: SimulatedFileSystem, output = '/out'): readonly string[] =>
  Object.keys(files.dump())
    .filter((path) => path.startsWith(`${output}/`) && !path.slice(output.length).startsWith('/_'))
    .map((path) => path.slice(output.length + 1))

async function readBack(
  files: SimulatedFileSystem,
  ddl = 'id BIGINT, kind STRING',
  path = '/out',
): Promise<SqlValue[][]> {
  const source = await openSource(json, { path }, ddl, sourceContext({ files }, undefined))
  return (await readBatches(source)).batches.flat().sort((a, b) => Number(a[0]) - Number(b[0]))
}

const rows = (...ids: readonly number[]): SqlValue[][] => ids.map((id) => [BigInt(id), `k${id % 3}`])

describe('names and contents', () => {
  test('one file per epoch, named as Spark names it, and a line in the log', async () => {
    const { files, sink } = await open()
    expect(sink.description).toBe('FileSink[file:/out]')
    files.nowMs = 1_234_567
    await commitEpoch(sink, 0, schema, rows(1, 2))
    const [name = ''] = dataFiles(files)
    expect(name).toMatch(new RegExp(`^part-00000-${uuid}-c000\\.json$`))
    expect(files.dump()[`/out/${name}`]).toBe('{"id":1,"kind":"k1"}\n{"id":2,"kind":"k2"}\n')
    expect(files.dump()['/out/_spark_metadata/0']).toBe(
      `v1\n{"path":"file:///out/${name}","size":42,"isDir":false,"modificationTime":1234567,"blockReplication":1,"blockSize":33554432,"action":"add"}`,
    )
  })

  test('no file, but an entry, for an epoch without rows', async () => {
    const { files, sink } = await open()
    await commitEpoch(sink, 0, schema, [])
    expect(dataFiles(files)).toEqual([])
    expect(files.dump()['/out/_spark_metadata/0']).toBe('v1')
  })

  test('partition columns leave the file and come back as the last columns', async () => {
    const { files, sink } = await open({}, ['kind'])
    await commitEpoch(sink, 0, schema, [
      [1n, 'a b'],
      [2n, null],
      [3n, ''],
      [4n, 'a b'],
    ])
    expect(
      dataFiles(files)
        .map((name) => name.replace(new RegExp(uuid), 'U'))
        .sort(),
    ).toEqual(['kind=__HIVE_DEFAULT_PARTITION__/part-00000-U.c000.json', 'kind=a b/part-00000-U.c000.json'])
    expect(files.dump()[`/out/${dataFiles(files).find((name) => name.includes('a b'))}`]).toBe('{"id":1}\n{"id":4}\n')
    expect(await readBack(files, 'id BIGINT')).toEqual([
      [1n, 'a b'],
      [2n, null],
      [3n, null],
      [4n, 'a b'],
    ])
  })

  test('gzip', async () => {
    const { files, sink } = await open({ compression: 'GZIP' })
    await commitEpoch(sink, 0, schema, rows(1))
    const [name = ''] = dataFiles(files)
    expect(name).toMatch(/-c000\.json\.gz$/)
    expect(String(gunzipSync(await files.readAll(`/out/${name}`)))).toBe('{"id":1,"kind":"k1"}\n')
    expect(await readBack(files)).toEqual(rows(1))
  })

  test.each([
    ['snappy', 'snappy'],
    ['LZ4', 'lz4'],
    ['Bzip2', 'bz2'],
    ['zstd', 'zst'],
    ['org.apache.hadoop.io.compress.SnappyCodec', 'snappy'],
    ['org.apache.hadoop.io.compress.ZStandardCodec', 'zst'],
    ['org.apache.hadoop.io.compress.GzipCodec', 'gz'],
  ])('%s: a file of several pieces is read back', async (compression, ending) => {
    const { files, sink } = await open({ compression })
    const [first, second] = [0, 60_000].map((from) => rows(...Array.from({ length: 60_000 }, (_, at) => from + at)))
    await sink.write(0, epochOf(0, schema, [first ?? [], second ?? []]), freeIo())
    await sink.commit(0)
    const [name = ''] = dataFiles(files)
    expect(name).toMatch(new RegExp(`-c000\\.json\\.${ending}$`))
    const text = (read: readonly unknown[]): string => read.join('\n')
    expect(text(await readBack(files)) === text([first, second].flat())).toBe(true)
  })

  test('deflate: one zlib stream a file, however many pieces it is written in', async () => {
    const { files, sink } = await open({ compression: 'deflate' })
    const ids = Array.from({ length: 60_000 }, (_, at) => at)
    await sink.write(0, epochOf(0, schema, [rows(...ids), rows(...ids), rows(1)]), freeIo())
    await sink.commit(0)
    const [name = ''] = dataFiles(files)
    expect(name).toMatch(/-c000\.json\.deflate$/)
    const bytes = await files.readAll(`/out/${name}`)
    const { buffer, engine } = inflateSync(bytes, { info: true }) as unknown as {
      buffer: Buffer
      engine: { bytesWritten: number }
    }
    expect(engine.bytesWritten).toBe(bytes.length)
    expect(buffer.toString().split('\n').length).toBe(2 * ids.length + 2)
    expect((await readBack(files)).length).toBe(2 * ids.length + 1)
  })

  test.each([
    [{ maxRecordsPerFile: '2' }, {}],
    [{}, { 'spark.sql.files.maxRecordsPerFile': '2' }],
  ])('no file has more rows than %o %o allow', async (options, conf) => {
    const { files, sink } = await open(options, [], { conf })
    await sink.write(0, epochOf(0, schema, [rows(1, 2, 3), rows(4, 5)]), freeIo())
    await sink.commit(0)
    const counts = dataFiles(files).map((name) => [
      name.slice(-9, -5),
      files.dump()[`/out/${name}`]?.split('\n').length,
    ])
    expect(counts).toEqual([
      ['c000', 3],
      ['c001', 3],
      ['c002', 2],
    ])
    expect(await readBack(files)).toEqual(rows(1, 2, 3, 4, 5))
  })

  test('maxRecordsPerFile counts per directory', async () => {
    const { files, sink } = await open({ maxRecordsPerFile: '2' }, ['kind'])
    await commitEpoch(sink, 0, schema, rows(0, 3, 6, 1))
    expect(
      dataFiles(files)
        .map((name) => name.replace(new RegExp(uuid), 'U'))
        .sort(),
    ).toEqual(['kind=k0/part-00000-U.c000.json', 'kind=k0/part-00000-U.c001.json', 'kind=k1/part-00000-U.c000.json'])
  })

  test('two partition columns nest in the order given', async () => {
    const wide = parseSchema('id BIGINT, kind STRING, day DATE')
    const files = new SimulatedFileSystem()
    const sink = await openSink(json, { path: '/out' }, wide, sinkContext({ files }), ['day', 'KIND'])
    await commitEpoch(sink, 0, wide, [
      [1n, 'x', 20455],
      [2n, null, null],
      [3n, 'x', 20455],
      [4n, 'y', 20455],
    ])
    expect([...new Set(dataFiles(files).map((name) => name.slice(0, name.lastIndexOf('/'))))].sort()).toEqual([
      'day=2026-01-02/kind=x',
      'day=2026-01-02/kind=y',
      'day=__HIVE_DEFAULT_PARTITION__/kind=__HIVE_DEFAULT_PARTITION__',
    ])
  })
})

test('a sink that is stopped leaves nothing but its files and its log', async () => {
  const { files, sink } = await open()
  const staging = () => files.immediate.names('/out').filter(({ name }) => name.startsWith('_millrace_staging'))
  await commitEpoch(sink, 0, schema, rows(1))
  expect(staging()).toHaveLength(1)
  await sink.stop()
  expect(staging()).toEqual([])
})

test('a small epoch costs four syncs: the file, its directory, the log’s entry and the log', async () => {
  const { files, sink } = await open()
  await commitEpoch(sink, 0, schema, rows(1))
  const before = files.operations.syncs
  await commitEpoch(sink, 1, schema, rows(2))
  expect(files.operations.syncs - before).toBe(4)
  await commitEpoch(sink, 2, schema, [])
  expect(files.operations.syncs - before).toBe(6)
})

describe('a file of many megabytes is brought to disk while it is written', () => {
  const wide = parseSchema('id BIGINT, text STRING')
  const long = 'x'.repeat(1 << 20)
  const batches = Array.from({ length: 6 }, (_, id): SqlValue[][] => [[BigInt(id), long]])
  const write = async (sink: Sink): Promise<void> => {
    await sink.write(0, epochOf(0, wide, batches), freeIo())
    await sink.commit(0)
  }

  test('durable whole when it is named in the log', async () => {
    const files = new SimulatedFileSystem()
    await write(await openSink(json, { path: '/out' }, wide, sinkContext({ files })))
    // More than the four of a small file.
    expect(files.operations.syncs).toBeGreaterThan(6)
    files.powerCut()
    files.restart()
    expect(await readBack(files, 'id BIGINT, text STRING')).toEqual(batches.flat())
  })

  test('a disk that fails at any change fails the epoch, and its second attempt is whole', async () => {
    const whole = batches.length * (long.length + '{"id":0,"text":""}\n'.length)
    let failed = 0
    for (let change = 0; ; change += 1) {
      const files = new SimulatedFileSystem()
      const sink = await openSink(json, { path: '/out' }, wide, sinkContext({ files }))
      files.failAt(change, 'EIO')
      const error = await write(sink).then(() => undefined, String)
      files.heal()
      if (error === undefined) break
      failed += 1
      expect(error).toContain('MILLRACE_FILE_SYSTEM')
      await sink.abort(0)
      const again = await openSink(json, { path: '/out' }, wide, sinkContext({ files }))
      if ((await again.latestCommitted?.()) !== 0) await write(again)
      expect(dataFiles(files).map((name) => files.immediate.stat(`/out/${name}`)?.size)).toEqual([whole])
    }
    expect(failed).toBeGreaterThan(15)
  })
})

describe('many partitions', () => {
  test('hold few files open and every row arrives', async () => {
    const files = new SimulatedFileSystem()
    let openNow = 0
    let most = 0
    const { openWrite } = files.immediate
    Object.assign(files.immediate, {
      openWrite: (path: string) => {
        const writer = openWrite(path)
        most = Math.max(most, ++openNow)
        return {
          ...writer,
          close: () => {
            openNow -= 1
            writer.close()
          },
        }
      },
    })
    // Rows this long fill the memory allowed for all partitions.
    const long = 'x'.repeat(20_000)
    const wide = parseSchema('id BIGINT, text STRING, part INT')
    const sink = await openSink(json, { path: '/out' }, wide, sinkContext({ files }), ['part'])
    const batches = Array.from({ length: 10 }, (_, batch) =>
      Array.from({ length: 300 }, (_, at): SqlValue[] => [BigInt(batch * 300 + at), long, at]),
    )
    await sink.write(0, epochOf(0, wide, batches), freeIo())
    await sink.commit(0)
    expect(openNow).toBe(0)
    // 64, and the one that is being finished.
    expect(most).toBeLessThanOrEqual(65)
    expect(new Set(dataFiles(files).map((name) => name.split('/')[0])).size).toBe(300)
    const back = await readBack(files, 'id BIGINT')
    expect(back.map((row) => row[0])).toEqual(Array.from({ length: 3000 }, (_, id) => BigInt(id)))
    expect(back.every((row) => Number(row[0]) % 300 === row[1])).toBe(true)
  })
})

describe('hostile partition values', () => {
  test.each([
    '..',
    '../../etc/passwd',
    '/',
    '.',
    '~',
    '%2e%2e',
    '..\\..',
    'a\nb',
    '\u202e',
    '__proto__',
    'x'.repeat(200),
  ])('%j stays in the directory and comes back as it was', async (value) => {
    const { files, sink } = await open({}, ['kind'])
    await commitEpoch(sink, 0, schema, [[1n, value]])
    for (const path of Object.keys(files.dump())) expect(path.startsWith('/out/')).toBe(true)
    expect(dataFiles(files)[0]?.split('/')).toHaveLength(2)
    expect(await readBack(files)).toEqual([[1n, value]])
  })

  test('a NUL is refused and nothing is left behind', async () => {
    const { files, sink } = await open({}, ['kind'])
    await expect(sink.write(0, epochOf(0, schema, [[[1n, 'a\0b']]]), freeIo())).rejects.toMatchObject({
      condition: 'MILLRACE_PARTITION_NAME',
    })
    await sink.abort(0)
    expect(dataFiles(files)).toEqual([])
  })
})

describe('the log', () => {
  test('is compacted every ten epochs', async () => {
    const { files, sink } = await open()
    for (let epoch = 0; epoch < 12; epoch++) await commitEpoch(sink, epoch, schema, rows(epoch))
    const log = files.dump()
    expect(log['/out/_spark_metadata/9.compact']?.split('\n')).toHaveLength(11)
    expect(log['/out/_spark_metadata/9']).toBeUndefined()
    expect(log['/out/_spark_metadata/10']?.split('\n')).toHaveLength(2)
    expect(await readBack(files)).toEqual(rows(...Array(12).keys()))
  })

  test('retention lets lines of old files go at a compaction; a reader no longer takes those files', async () => {
    const files = new SimulatedFileSystem()
    const { sink } = await open({ retention: '1h' }, [], { nowMs: () => files.nowMs }, files)
    for (let epoch = 0; epoch < 10; epoch++) {
      files.nowMs = 10_000_000 + epoch * 600_000
      await commitEpoch(sink, epoch, schema, rows(epoch))
    }
    expect(files.dump()['/out/_spark_metadata/9.compact']?.split('\n')).toHaveLength(1 + 7)
    expect(await readBack(files)).toEqual(rows(3, 4, 5, 6, 7, 8, 9))
  })

  test('a line with the action delete takes an earlier one back', async () => {
    const { files, sink } = await open()
    await commitEpoch(sink, 0, schema, rows(1))
    await commitEpoch(sink, 1, schema, rows(2))
    const first = (files.dump()['/out/_spark_metadata/0'] ?? '').replace('"action":"add"', '"action":"delete"')
    await files.createAtomic('/out/_spark_metadata/2', new TextEncoder().encode(first))
    expect(await readBack(files)).toEqual(rows(2))
  })

  test('an epoch that another query has committed is refused', async () => {
    const { files, sink } = await open()
    await sink.write(0, epochOf(0, schema, [rows(1)]), freeIo())
    const other = await openSink(json, { path: '/out' }, schema, sinkContext({ files }, 'append', '/other'))
    await commitEpoch(other, 0, schema, rows(2))
    await expect(sink.commit(0)).rejects.toMatchObject({ condition: 'CONCURRENT_STREAM_LOG_UPDATE' })
  })

  test('what another query has staged is left alone', async () => {
    const { files, sink } = await open()
    await sink.write(0, epochOf(0, schema, [rows(1)]), freeIo())
    await openSink(json, { path: '/out' }, schema, sinkContext({ files }, 'append', '/other'))
    await sink.commit(0)
    expect(await readBack(files)).toEqual(rows(1))
  })
})

describe('the output of a Spark query of 25 epochs', () => {
  const ddl = 'id BIGINT, kind STRING, day DATE, msg STRING'
  const spark = parseSchema(ddl)
  const ids = recordedQuery.rows.map((row) => Number(row['id'])).sort((a, b) => a - b)

  test('is read back through its log', async () => {
    const back = await readBack(await recordedFiles(), ddl, '/data/sample/out')
    expect(back.map((row) => Number(row[0]))).toEqual(ids)
    const kinds = new Map(recordedQuery.rows.map((row) => [Number(row['id']), row['kind']]))
    for (const [id, , kind] of back) expect(kind).toBe(kinds.get(Number(id)))
  })

  test('is continued', async () => {
    const files = await recordedFiles()
    const options = { path: '/data/sample/out' }
    const sink = await openSink(json, options, spark, sinkContext({ files }, 'append', '/data/sample/ck'), [
      'kind',
      'day',
    ])
    expect(await sink.latestCommitted?.()).toBe(24)
    for (let epoch = 24; epoch < 31; epoch++) {
      await commitEpoch(sink, epoch, spark, [[BigInt(1000 + epoch), 'a/b:c', 20455, 'more']])
    }
    const log = files.dump()
    const compacted = log['/data/sample/out/_spark_metadata/29.compact'] ?? ''
    expect(compacted.startsWith(`${log['/data/sample/out/_spark_metadata/19.compact']}\n`)).toBe(true)
    const back = await readBack(files, ddl, '/data/sample/out')
    expect(back.map((row) => Number(row[0]))).toEqual([...ids, 1025, 1026, 1027, 1028, 1029, 1030])
  })
})

describe('refusals', () => {
  test.each(['update', 'complete'] as const)('output mode %s', async (mode) => {
    await expect(openSink(json, { path: '/out' }, schema, sinkContext({}, mode))).rejects.toMatchObject({
      condition: 'STREAMING_OUTPUT_MODE.UNSUPPORTED_DATASOURCE',
      message: `Invalid streaming output mode: ${mode}. This output mode is not supported in Data Source json.`,
      sqlState: '42KDE',
    })
  })

  test.each([
    [{}, [], '_LEGACY_ERROR_TEMP_2047', "'path' is not specified."],
    [
      { path: '/out' },
      ['z'],
      '_LEGACY_ERROR_TEMP_1196',
      'Partition column z not found in existing columns (id, kind, m).',
    ],
    [
      { path: '/out' },
      ['id', 'kind', 'm'],
      'INVALID_PARTITION_COLUMN_DATA_TYPE',
      'Cannot use "MAP<STRING, INT>" for partition column.',
    ],
    [
      { path: '/out', compression: 'zip' },
      [],
      'CODEC_NOT_AVAILABLE.WITH_AVAILABLE_CODECS_SUGGESTION',
      'The codec zip is not available.',
    ],
    [{ path: '/out', retention: 'x' }, [], 'MILLRACE_OPTION_INVALID', 'Failed to parse time string: x'],
    [{ path: '/out', maxRecordsPerFile: 'x' }, [], 'MILLRACE_OPTION_INVALID', 'maxRecordsPerFile'],
  ])('%o partitioned by %j', async (options, partitionBy, condition, message) => {
    const nested = parseSchema('id BIGINT, kind STRING, m MAP<STRING, INT>')
    const opened = openSink(json, options as Record<string, string>, nested, sinkContext({}), partitionBy)
    await expect(opened).rejects.toMatchObject({ condition, message: expect.stringContaining(message) })
  })

  test('all columns as partition columns', async () => {
    await expect(openSink(json, { path: '/out' }, schema, sinkContext({}), ['id', 'kind'])).rejects.toMatchObject({
      condition: 'ALL_PARTITION_COLUMNS_NOT_ALLOWED',
    })
  })

  test('an output directory that is a file', async () => {
    const files = new SimulatedFileSystem()
    await files.createAtomic('/out', new Uint8Array(1))
    const { sink } = await open({}, [], {}, files)
    await expect(commitEpoch(sink, 0, schema, rows(1))).rejects.toThrow('/out')
  })
})

test('a streaming reader of the output follows its log, also when it starts first', async () => {
  const files = new SimulatedFileSystem()
  await files.makeDirectory('/out')
  const reader = await openSource(json, { path: '/out' }, 'id BIGINT, kind STRING', sourceContext({ files }, '/reader'))
  expect(await reader.latestOffset(null, { kind: 'all' })).toBeNull()
  const { sink } = await open({}, [], {}, files)
  await commitEpoch(sink, 0, schema, rows(1))
  // A file that the log does not name: a leftover of Spark's, or a stranger's.
  await files.createAtomic('/out/part-00000-stray-c000.json', new TextEncoder().encode('{"id":99}\n'))
  const first = await readBatches(reader)
  expect(first.batches).toEqual([rows(1)])
  await commitEpoch(sink, 1, schema, rows(2))
  expect((await readBatches(reader, first.end)).batches).toEqual([rows(2)])
})

test('cleanSource is refused on an output directory', async () => {
  const { files, sink } = await open()
  await commitEpoch(sink, 0, schema, rows(1))
  const context = sourceContext({ files }, '/reader')
  await expect(openSource(json, { path: '/out', cleanSource: 'delete' }, 'id BIGINT', context)).rejects.toMatchObject({
    condition: '_LEGACY_ERROR_TEMP_2261',
    message: expect.stringContaining('Clean up source files is not supported'),
  })
})
