/** The file source and the names of the file sink against what a real Spark did: test/fixtures/spark/file-source.json. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { fileConnector } from '../../../connectors/file/index.ts'
import { prettyText } from '../../../lib/expressions/pretty-text.ts'
import { SimulatedFileSystem } from '../../../lib/files/simulated-file-system.ts'
import { jsonFormat } from '../../../lib/formats/json/json-format.ts'
import type { SqlValue } from '../../../lib/types/data-type.ts'
import { parseSchema } from '../../../lib/types/ddl/ddl.ts'
import { schemaDdl } from '../../../lib/types/ddl/type-sql.ts'
import { parseDate, parseTimestamp, parseTimestampNtz } from '../../../lib/types/time/text.ts'
import { utc } from '../../../lib/types/time/zone.ts'
import {
  commitEpoch,
  openSink,
  openSource,
  readBatches,
  sinkContext,
  sourceContext,
  writeText,
} from '../surroundings.ts'

interface Failure {
  readonly condition: string | null
  readonly message: string
}
interface Recorded {
  readonly partitionInference: readonly {
    readonly name: string
    readonly directories: readonly string[]
    readonly schema: string
    readonly values: readonly (string | null)[]
  }[]
  readonly streams: readonly {
    readonly schema: string
    readonly path: string
    readonly options: Readonly<Record<string, string>>
    readonly result?: { readonly schema: string; readonly rows: readonly Readonly<Record<string, unknown>>[] }
    readonly error?: Failure
  }[]
  readonly options: readonly { readonly options: Readonly<Record<string, string>>; readonly error?: Failure }[]
  readonly partitionNames: Readonly<Record<string, readonly string[]>>
}

const fixture = new URL('../../fixtures/spark/file-source.json', import.meta.url)
const recorded = JSON.parse(readFileSync(fixture, 'utf8')) as Recorded
const json = fileConnector(jsonFormat)

async function tree(files: Readonly<Record<string, string>>): Promise<SimulatedFileSystem> {
  const system = new SimulatedFileSystem()
  for (const [path, text] of Object.entries(files)) await writeText(system, `/root/${path}`, text)
  return system
}

describe('types and values of partition directories', () => {
  test.each(recorded.partitionInference)('$name: $directories', async ({ directories, schema, values }) => {
    const paths = directories.map((directory, at) => [`k=${directory}/f${at}.json`, `{"a":${at}}\n`])
    const files = await tree(Object.fromEntries(paths))
    const source = await openSource(json, { path: '/root' }, 'a INT', sourceContext({ files }, undefined))
    expect(schemaDdl(source.schema.fields)).toBe(schemaDdl(parseSchema(schema).fields))
    const type = source.schema.fields[1]?.type
    if (!type) throw new Error('no partition column')
    const rows = (await readBatches(source)).batches.flat().sort((a, b) => Number(a[0]) - Number(b[0]))
    const texts = rows.map((row) => (row[1] === null ? null : prettyText(type, row[1] as SqlValue, utc)))
    expect(texts).toEqual(values)
  })
})

describe('which files and columns a stream has', () => {
  const all: Readonly<Record<string, string>> = {
    ...Object.fromEntries(['1', '22', '-3', '+4'].map((k, at) => [`pi-int/k=${k}/f${at}.json`, `{"a":${at}}\n`])),
    'plain/a.json': '{"a":1}\n',
    'plain/sub/c.json': '{"a":3}\n',
    'plain/_hid.json': '{"a":4}\n',
    'plain/.hid.json': '{"a":5}\n',
    'plain/z._COPYING_': '',
    'names/k=1/j=2/a.json': '{"a":1}\n',
    'names/k=1/b.json': '{"a":2}\n',
    'rooted/k=1/a.json': '{"a":1}\n',
    'rooted/b.json': '{"a":2}\n',
    'deep/k=1/sub/a.json': '{"a":1}\n',
    'bases/x/k=1/a.json': '{"a":1}\n',
    'bases/y/k=2/a.json': '{"a":2}\n',
  }
  /** Spark loses the file beside the partitions, and cannot read a single file. */
  const differs = new Set(['rooted', 'plain/a.json'])

  test.each(recorded.streams.filter((one) => !differs.has(one.path)))('$path $options as $schema', async (one) => {
    const context = sourceContext({ files: await tree(all) }, '/ck')
    const options = Object.fromEntries(
      Object.entries(one.options).map(([name, value]) => [name, value.replace('<root>', '/root')]),
    )
    const opened = openSource(json, { ...options, path: `/root/${one.path}` }, one.schema, context)
    if (one.error) {
      await expect(opened).rejects.toMatchObject({ condition: one.error.condition })
      return
    }
    const source = await opened
    expect(schemaDdl(source.schema.fields)).toBe(schemaDdl(parseSchema(one.result?.schema ?? '').fields))
    const rows = (await readBatches(source)).batches.flat().sort((a, b) => Number(a[0]) - Number(b[0]))
    const objects = rows.map((row) =>
      Object.fromEntries(
        row.map((value, at) => [source.schema.names[at], typeof value === 'bigint' ? Number(value) : value]),
      ),
    )
    expect(objects).toEqual(one.result?.rows)
  })

  test('a file beside partition directories has null partition values', async () => {
    const context = sourceContext({ files: await tree(all) }, '/ck')
    const source = await openSource(json, { path: '/root/rooted' }, 'a INT', context)
    const rows = (await readBatches(source)).batches.flat()
    expect(rows.sort((a, b) => Number(a[0]) - Number(b[0]))).toEqual([
      [1, 1],
      [2, null],
    ])
  })

  test('a path may be one file', async () => {
    const context = sourceContext({ files: await tree(all) }, '/ck')
    const source = await openSource(json, { path: '/root/plain/a.json' }, 'a INT', context)
    expect((await readBatches(source)).batches).toEqual([[[1]]])
  })
})

describe('options', () => {
  test.each(recorded.options)('$options', async ({ options, error }) => {
    const files = await tree({ 'plain/a.json': '{"a":1}\n' })
    const given = Object.fromEntries(
      Object.entries(options).map(([name, value]) => [name, value.replace('<root>', '/root')]),
    )
    const opened = openSource(json, { path: '/root/plain', ...given }, 'a INT', sourceContext({ files }, '/ck'))
    if (!error) expect(await opened).toBeDefined()
    else await expect(opened).rejects.toThrow(error.message.split('\n')[0]?.slice(0, 150))
  })
})

describe('names of partition directories', () => {
  const schema = parseSchema(
    'i INT, d DATE, t TIMESTAMP, b BOOLEAN, f DOUBLE, c DECIMAL(5,2), bin BINARY, s STRING, n TIMESTAMP_NTZ, fl FLOAT, l BIGINT',
  )
  const rowOf = (values: Readonly<Record<string, SqlValue>>): SqlValue[] =>
    schema.names.map((name) => values[name] ?? null)
  const rows = [
    rowOf({
      i: 1,
      d: parseDate('2026-01-02') ?? null,
      t: parseTimestamp('2026-01-02T03:04:05.123456Z', utc) ?? null,
      b: true,
      f: 1.5,
      c: 150n,
      bin: Uint8Array.of(1, 2, 97),
      s: 'x',
      n: parseTimestampNtz('2026-01-02T03:04:05') ?? null,
      fl: Math.fround(0.1),
      l: 9007199254740993n,
    }),
    rowOf({ s: 'y' }),
    rowOf({
      i: -1,
      d: parseDate('0001-01-01') ?? null,
      t: parseTimestamp('2026-01-02T03:04:05Z', utc) ?? null,
      b: false,
      f: 1e20,
      c: 0n,
      bin: new Uint8Array(0),
      s: '',
      n: parseTimestampNtz('1969-12-31T23:59:59.5') ?? null,
      fl: 1e10,
      l: -1n,
    }),
    rowOf({ f: -0, s: 'z' }),
    rowOf({ f: 0, s: 'z' }),
  ]

  test.each(Object.entries(recorded.partitionNames))('%s', async (column, expected) => {
    const files = new SimulatedFileSystem()
    const sink = await openSink(json, { path: '/out' }, schema, sinkContext({ files }), [column])
    await commitEpoch(sink, 0, schema, rows)
    const names = files.immediate.names('/out').map((entry) => entry.name)
    expect(names.filter((name) => name.includes('=')).sort()).toEqual(expected)
  })
})
