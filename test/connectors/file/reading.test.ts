/** How a file's bytes become rows: compression, encodings, chunks, vanished ends. */
import { readFileSync } from 'node:fs'
import { deflateSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fileConnector } from '../../../connectors/file/index.ts'
import { readFiles } from '../../../connectors/file/read-files.ts'
import { PoisoningPool } from '../../../lib/columnar/poisoning-pool.ts'
import { rowsOf } from '../../../lib/columnar/values.ts'
import { jsonFormat } from '../../../lib/formats/json/json-format.ts'
import { textFormat } from '../../../lib/formats/text/text-format.ts'
import type { SqlValue } from '../../../lib/types/data-type.ts'
import { parseSchema } from '../../../lib/types/ddl/ddl.ts'
import { CountingFiles } from '../counting-files.ts'
import { freeIo, openSource, readBatches, sourceContext, writeText } from '../surroundings.ts'

const json = fileConnector(jsonFormat)
const text = fileConnector(textFormat)

async function withBytes(files: Readonly<Record<string, Uint8Array>>): Promise<CountingFiles> {
  const system = new CountingFiles()
  await system.makeDirectory('/in')
  for (const [name, bytes] of Object.entries(files)) await system.createAtomic(`/in/${name}`, bytes)
  return system
}

async function readJson(
  files: CountingFiles,
  options: Record<string, string> = {},
  warnings: string[] = [],
): Promise<SqlValue[][]> {
  const source = await openSource(
    json,
    { path: '/in', ...options },
    'a INT, b STRING',
    sourceContext({ files, warnings }, '/ck'),
  )
  return (await readBatches(source)).batches.flat()
}

const lines = (from: number, count: number): string =>
  Array.from({ length: count }, (_, at) => `{"a":${from + at},"b":"row ${from + at} é"}\n`).join('')
const expected = (from: number, count: number): SqlValue[][] =>
  Array.from({ length: count }, (_, at) => [from + at, `row ${from + at} é`])

describe('compressed files', () => {
  test('are known by their ending; members of gzip and streams of zlib follow one another', async () => {
    const files = await withBytes({
      '1.json.gz': Buffer.concat([gzipSync(lines(0, 20_000)), gzipSync(lines(20_000, 5))]),
      '2.json.deflate': Buffer.concat([deflateSync(lines(20_005, 1)), deflateSync(lines(20_006, 2))]),
      '3.json': Buffer.from(lines(20_008, 2)),
    })
    expect(await readJson(files)).toEqual(expected(0, 20_010))
    expect(files.openReaders).toBe(0)
  })

  test('that break off fail the query, or end there on demand', async () => {
    const whole = gzipSync(lines(0, 50_000), { level: 1 })
    const files = await withBytes({ '1.gz': whole.subarray(0, whole.length >> 1), '2': Buffer.from(lines(1, 1)) })
    await expect(readJson(files)).rejects.toMatchObject({
      condition: 'FAILED_READ_FILE.NO_HINT',
      message: 'Encountered error while reading file file:///in/1.gz.',
    })
    const warnings: string[] = []
    const rows = await readJson(files, { ignoreCorruptFiles: 'true' }, warnings)
    expect(rows.at(-1)).toEqual([1, 'row 1 é'])
    expect(warnings).toEqual([expect.stringContaining('/in/1.gz')])
    expect(files.openReaders).toBe(0)
  })

  /** Written by the codecs of Hadoop 3.5.0 that Spark 4.3.0 brings along; zst by the command zstd, which Hadoop needs its library for. */
  const recorded = ['bz2', 'snappy', 'lz4', 'zst', 'gz', 'deflate'] as const
  const bytesOf = (ending: string): Buffer => readFileSync(`test/fixtures/hadoop-codecs/rows.json.${ending}`)

  test.each(recorded)('.%s is read, and two files in a row are one', async (ending) => {
    const files = await withBytes({
      [`1.json.${ending}`]: bytesOf(ending),
      [`2.json.${ending}`]: Buffer.concat([bytesOf(ending), bytesOf(ending)]),
    })
    expect(await readJson(files)).toEqual([expected(0, 12_000), expected(0, 12_000), expected(0, 12_000)].flat())
    expect(files.openReaders).toBe(0)
  })

  test.each(recorded)(
    '.%s that breaks off fails the query naming the file, or is warned of on demand',
    async (ending) => {
      const whole = bytesOf(ending)
      const files = await withBytes({
        [`1.json.${ending}`]: whole.subarray(0, whole.length - 20),
        '2.json': Buffer.from(lines(1, 1)),
      })
      await expect(readJson(files)).rejects.toMatchObject({
        condition: 'FAILED_READ_FILE.NO_HINT',
        message: `Encountered error while reading file file:///in/1.json.${ending}.`,
        cause: { message: expect.stringMatching(/end|EOF/) },
      })
      const warnings: string[] = []
      const rows = await readJson(files, { ignoreCorruptFiles: 'true' }, warnings)
      expect(rows.at(-1)).toEqual([1, 'row 1 é'])
      expect(warnings).toEqual([expect.stringContaining(`/in/1.json.${ending}`)])
      expect(files.openReaders).toBe(0)
    },
  )

  test.each(recorded)('.%s that holds something else fails the query', async (ending) => {
    const files = await withBytes({ [`x.json.${ending}`]: Buffer.from(lines(0, 3)) })
    await expect(readJson(files)).rejects.toMatchObject({
      condition: 'FAILED_READ_FILE.NO_HINT',
      message: `Encountered error while reading file file:///in/x.json.${ending}.`,
      cause: expect.any(Error),
    })
  })

  test.each(recorded)('the schema of .%s is inferred', async (ending) => {
    const files = await withBytes({ [`x.json.${ending}`]: bytesOf(ending) })
    const context = sourceContext({ files, conf: { 'spark.sql.streaming.schemaInference': 'true' } }, '/ck')
    const source = await openSource(json, { path: '/in' }, undefined, context)
    expect((await readBatches(source)).batches.flat().at(-1)).toEqual([11_999n, 'row 11999 é'])
  })

  test('the case of an ending does not matter; one that is no codec of Hadoop is a file as it is', async () => {
    const files = await withBytes({ 'a.json.lzo': Buffer.from(lines(0, 1)), 'b.json.GZ': gzipSync(lines(1, 1)) })
    expect(await readJson(files)).toEqual(expected(0, 2))
  })

  test('a reader refuses an unknown codec as a writer does', async () => {
    const files = await withBytes({ x: Buffer.from(lines(0, 1)) })
    await expect(readJson(files, { compression: 'x' })).rejects.toMatchObject({
      condition: 'CODEC_NOT_AVAILABLE.WITH_AVAILABLE_CODECS_SUGGESTION',
      message:
        'The codec x is not available. Available codecs are bzip2, deflate, uncompressed, snappy, none, lz4, gzip.',
    })
  })
})

describe('other encodings', () => {
  const options = { encoding: 'ISO-8859-1', lineSep: '\n' }

  test.each([
    ['x.json', Buffer.from(lines(0, 30_000), 'latin1')],
    ['x.json.gz', gzipSync(Buffer.from(lines(0, 30_000), 'latin1'))],
  ])('%s', async (name, bytes) => {
    expect(await readJson(await withBytes({ [name]: bytes }), options)).toEqual(expected(0, 30_000))
  })
})

test('rows do not depend on where a file is cut into chunks', async () => {
  const files = await withBytes({ x: Buffer.from(`${lines(0, 40)}\n\n${lines(40, 20).trimEnd()}`) })
  const request = { schema: parseSchema('a INT, b STRING'), columns: [0, 1], options: new Map(), zone: 'UTC' }
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 100, max: 2000 }), async (chunkBytes) => {
      const pool = new PoisoningPool()
      const decoder = jsonFormat.decoder(request)
      const plan = {
        files,
        decoder,
        schema: decoder.schema,
        framing: jsonFormat.framing(new Map()),
        origins: [{ decoded: 0 }, { decoded: 1 }],
        encoding: undefined,
        ignoreMissing: false,
        ignoreCorrupt: false,
        warn: () => {},
        chunkBytes,
      }
      const rows: SqlValue[][] = []
      for await (const batch of readFiles(plan, [{ path: '/in/x', partition: [] }], freeIo(pool))) {
        rows.push(...rowsOf(batch))
        batch.release()
      }
      expect(rows).toEqual(expected(0, 60))
      expect(pool.retainedBytes).toBe(0)
    }),
    { numRuns: 40 },
  )
})

describe('text', () => {
  const readText = async (
    files: CountingFiles,
    options: Record<string, string> = {},
    schema?: string,
  ): Promise<SqlValue[][]> => {
    const source = await openSource(text, { path: '/in', ...options }, schema, sourceContext({ files }, '/ck'))
    return (await readBatches(source)).batches.flat()
  }

  test('is one column, whose schema need not be given', async () => {
    const files = await withBytes({ x: Buffer.from('a\n\nb\r\nc') })
    expect(await readText(files)).toEqual([['a'], [''], ['b'], ['c']])
    expect(await readText(files, { wholetext: 'true' })).toEqual([['a\n\nb\r\nc']])
    expect(await readText(files, {}, 's STRING')).toEqual([['a'], [''], ['b'], ['c']])
  })

  test('has partition columns behind it', async () => {
    const files = new CountingFiles()
    await writeText(files, '/in/day=2026-01-02/x', 'a\nb\n', 1)
    await writeText(files, '/in/day=2026-01-03/x', 'c\n', 2)
    expect(await readText(files)).toEqual([
      ['a', 20455],
      ['b', 20455],
      ['c', 20456],
    ])
  })
})
