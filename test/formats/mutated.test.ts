/** Lines that something has happened to: read as a real Spark reads them, and never hung upon nor lost without a count. */
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { PoisoningPool } from '../../lib/columnar/poisoning-pool.ts'
import { rowsOf } from '../../lib/columnar/values.ts'
import { chunksOf } from '../../lib/formats/chunks.ts'
import { csvFormat } from '../../lib/formats/csv/csv-format.ts'
import { CsvTokenizer } from '../../lib/formats/csv/csv-tokenizer.ts'
import { javaText } from '../../lib/formats/csv/java-text.ts'
import { csvReadOptions } from '../../lib/formats/csv/options.ts'
import { CsvRecordParser } from '../../lib/formats/csv/record-parser.ts'
import type { Format, RecordDecoder } from '../../lib/formats/format.ts'
import { jsonFormat } from '../../lib/formats/json/json-format.ts'
import { jsonReadOptions } from '../../lib/formats/json/options.ts'
import { RecordEnds } from '../../lib/formats/json/record-ends.ts'
import { JsonRecordParser } from '../../lib/formats/json/record-parser.ts'
import type { SqlValue } from '../../lib/types/data-type.ts'
import { parseSchema } from '../../lib/types/ddl/ddl.ts'
import { testSession } from '../session/sessions.ts'
import { type MutatedFormat, mutatedLines, mutatedSchema } from './mutated-lines.ts'

const seed = 20261125
const mutatedCount = 50_000
const formats: Readonly<Record<MutatedFormat, Format>> = { json: jsonFormat, csv: csvFormat }

// A time without a date is one of the day on which it is read: the day of the recording.
beforeAll(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 10, 25, 11) })
})
afterAll(() => {
  vi.useRealTimers()
})

/** What Spark made of one file of one line. */
interface RecordedLine {
  readonly line: string
  /** Values as text; behind them the corrupt record, true when it is the line. */
  readonly permissive: readonly (readonly unknown[])[]
  /** Only where these are not the well-formed rows of `permissive`. */
  readonly dropmalformed?: readonly (readonly unknown[])[]
  readonly failfast: boolean
}

type Recorded = Readonly<Record<MutatedFormat, { readonly schema: string; readonly cases: readonly RecordedLine[] }>>

const recorded = JSON.parse(
  gunzipSync(readFileSync(new URL('../fixtures/spark/mutated-lines.json.gz', import.meta.url))).toString(),
) as Recorded

const { session, files } = testSession()
afterAll(() => session.stop())

const feed = new Uint8Array([0x0a])

async function put(folder: string, name: string, lines: readonly Uint8Array[]): Promise<void> {
  await files.makeDirectory(folder)
  await files.createAtomic(`${folder}/${name}`, Buffer.concat(lines.flatMap((line) => [line, feed])))
}

const pool = new PoisoningPool()

/** Decodes one line as a file of its own, with a decoder that may have learnt something. */
const decodeLine = (format: Format, decoder: RecordDecoder, line: Uint8Array): SqlValue[][] =>
  decodeAll(format, decoder, Buffer.concat([line, feed]), 1 << 12)

function decodeAll(format: Format, decoder: RecordDecoder, bytes: Uint8Array, chunkBytes = 1 << 16): SqlValue[][] {
  const rows: SqlValue[][] = []
  const read = (target: Uint8Array, position: number): number => {
    const piece = bytes.subarray(position, position + target.length)
    target.set(piece)
    return piece.length
  }
  for (const chunk of chunksOf(read, format.framing(new Map()), pool, `file.${format.name}`, { chunkBytes })) {
    for (const batch of decoder.decode(chunk, pool)) {
      rows.push(...rowsOf(batch))
      batch.release()
    }
  }
  return rows
}

function decoderOf(name: MutatedFormat, mode: string): RecordDecoder {
  const schema = parseSchema(mutatedSchema[name])
  return formats[name].decoder({
    schema,
    columns: schema.fields.map((_, at) => at),
    options: new Map([['mode', mode]]),
    zone: 'UTC',
  })
}

/** What one record is by the full parser, which never takes a short way. */
interface FullRecord {
  readonly rows: readonly (readonly SqlValue[])[]
  readonly malformed: boolean
}

type FullParser = (bytes: Uint8Array) => FullRecord

function fullJsonParser(): FullParser {
  const { fields } = parseSchema(mutatedSchema.json)
  const parser = new JsonRecordParser(fields, jsonReadOptions(new Map(), 'UTC'))
  return (bytes) => {
    parser.parse(bytes, 0, bytes.length)
    const malformed = parser.failure !== undefined
    return { rows: malformed && parser.rows.length === 0 ? [fields.map(() => null)] : parser.rows, malformed }
  }
}

function fullCsvParser(): FullParser {
  const { fields } = parseSchema(mutatedSchema.csv)
  const options = csvReadOptions(new Map(), 'UTC')
  const tokenizer = new CsvTokenizer(options)
  const parser = new CsvRecordParser({ fields, wanted: fields.map((_, at) => at), counted: true }, options)
  return (bytes) => {
    const text = javaText(bytes)
    if (/^[\0- ]*$/.test(text)) return { rows: [], malformed: false }
    parser.parse(tokenizer.line(text))
    return { rows: [parser.row.slice()], malformed: parser.failure !== undefined }
  }
}

function* recordsOf(bytes: Uint8Array): Generator<Uint8Array, void, void> {
  const ends = new RecordEnds(undefined)
  for (let at = 0; at < bytes.length; at = ends.next) {
    ends.find(bytes, at, bytes.length)
    yield bytes.subarray(at, ends.end)
  }
}

/** The recording's casts. */
const shown = {
  long: (name: string) => `cast(${name} as string) ${name}`,
  timestamp: (name: string) => `cast(unix_micros(${name}) as string) ${name}`,
  date: (name: string) => `cast(unix_date(${name}) as string) ${name}`,
  map: (name: string) => `map_entries(${name}) ${name}`,
}

function shownColumns(ddl: string): string[] {
  return parseSchema(ddl).fields.map(({ name, type: { kind } }) => {
    if (kind === 'array' || kind === 'struct' || kind === 'string') return name
    return (shown[kind as keyof typeof shown] ?? shown.long)(name)
  })
}

/** Rows of a reader as lists, in depth. */
function listed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(listed)
  return typeof value === 'object' && value !== null ? Object.values(value).map(listed) : value
}

/** How many marks stand for one ill-formed sequence of bytes depends on who decodes it, not on who read it. */
const oneMark = (row: readonly unknown[]): unknown[] =>
  row.map((value) => (typeof value === 'string' ? value.replaceAll(/\ufffd+/g, '\ufffd') : value))

/** At most the first differences of two lists of rows. */
function differences(got: readonly unknown[], expected: readonly unknown[], about: (at: number) => string): string[] {
  const found: string[] = []
  for (let at = 0; at < Math.max(got.length, expected.length) && found.length < 5; at++) {
    const [one, other] = [text(got[at]), text(expected[at])]
    if (one !== other) found.push(`${about(at)}\n  got      ${one}\n  expected ${other}`)
  }
  return found
}

const text = (value: unknown): string =>
  JSON.stringify(value, (_, one: unknown) =>
    typeof one === 'bigint' || typeof one === 'number' ? (Object.is(one, -0) ? '-0' : String(one)) : one,
  ) ?? 'nothing'

const readableLine = (line: Uint8Array): string =>
  JSON.stringify(Buffer.from(line).toString('latin1'))
    .replaceAll(/a{99,}/g, (run) => `a{${run.length}}`)
    .slice(0, 1500)

describe.each(['json', 'csv'] as const)('mutated lines of %s', (name) => {
  const { schema, cases } = recorded[name]
  const sample = cases.map((one) => Buffer.from(one.line, 'base64'))
  const withCorrupt = `${schema}, _corrupt_record STRING`
  const read = (mode: string, ddl: string, path: string) =>
    session.read.format(name).schema(ddl).option('mode', mode).load(path)

  test('the recorded ones are those that the seed gives', () => {
    expect(schema).toBe(mutatedSchema[name])
    const lines = [...mutatedLines(name, seed, cases.length)]
    expect(lines.findIndex((line, at) => !sample[at]?.equals(line))).toBe(-1)
  })

  test('PERMISSIVE gives the rows of a real Spark, with the corrupt record', async () => {
    const folder = `/${name}/each`
    for (const [at, line] of sample.entries()) await put(folder, `${String(at).padStart(5, '0')}.${name}`, [line])
    const rows = await read('PERMISSIVE', withCorrupt, folder)
      .selectExpr(...shownColumns(schema), '_corrupt_record')
      .collect()
    const lineOf: number[] = []
    const expected = cases.flatMap((one, at) =>
      one.permissive.map((row) => {
        lineOf.push(at)
        return oneMark(row.with(-1, row.at(-1) === true ? (sample[at] as Buffer).toString() : row.at(-1)))
      }),
    )
    const about = (at: number): string => readableLine(sample[lineOf[at] ?? 0] as Buffer)
    expect(
      differences(
        rows.map((row) => oneMark(listed(row) as unknown[])),
        expected,
        about,
      ),
    ).toEqual([])
  })

  test('DROPMALFORMED gives the rows of a real Spark', async () => {
    const rows = await read('DROPMALFORMED', schema, `/${name}/each`)
      .selectExpr(...shownColumns(schema))
      .collect()
    const expected = cases.flatMap(
      (one) => one.dropmalformed ?? one.permissive.filter((row) => row.at(-1) === null).map((row) => row.slice(0, -1)),
    )
    expect(differences(rows.map(listed), expected, String)).toEqual([])
  })

  test('FAILFAST fails on the lines that a real Spark fails on', async () => {
    const decoder = decoderOf(name, 'FAILFAST')
    const wrong = cases.flatMap(({ failfast }, at) => {
      const line = sample[at] as Buffer
      return failsOn(() => decodeLine(formats[name], decoder, line)) === failfast ? [] : [readableLine(line)]
    })
    expect(wrong).toEqual([])
    const bad = cases.flatMap((one, at) => (one.failfast ? [at] : []))
    for (const at of bad.filter((_, nth) => nth % 50 === 0)) {
      const path = `/${name}/each/${String(at).padStart(5, '0')}.${name}`
      await expect(read('FAILFAST', schema, path).collect()).rejects.toMatchObject({
        condition: expect.stringMatching(/^(FAILED_READ_FILE|MALFORMED_RECORD_IN_PARSING)/),
      })
    }
  })

  test(`of ${mutatedCount} none hangs, none is lost, and the short ways read as the full parser does`, async () => {
    const lines = [...mutatedLines(name, seed, mutatedCount)].slice(cases.length)
    await put(`/${name}/all`, `all.${name}`, lines)
    const whole = await files.readAll(`/${name}/all/all.${name}`)
    const parse = name === 'json' ? fullJsonParser() : fullCsvParser()
    const good: (readonly SqlValue[])[] = []
    const all: (readonly SqlValue[])[] = []
    let malformed = 0
    const alone = decoderOf(name, 'FAILFAST')
    for (const line of recordsOf(whole)) {
      const record = parse(line)
      all.push(...record.rows)
      if (record.malformed) malformed++
      else good.push(...record.rows)
      const startsWithMark = line[0] === 0xef && line[1] === 0xbb && line[2] === 0xbf
      if (startsWithMark || line.length === 0) continue
      if (failsOn(() => decodeLine(formats[name], alone, line)) !== record.malformed)
        expect.fail(`FAILFAST is wrong about ${readableLine(line)}, malformed: ${record.malformed}`)
    }
    expect(malformed).toBeGreaterThan(mutatedCount / 10)
    const permissive = decodeAll(formats[name], decoderOf(name, 'PERMISSIVE'), whole)
    expect(differences(permissive, all, String)).toEqual([])
    const dropping = decoderOf(name, 'DROPMALFORMED')
    expect(differences(decodeAll(formats[name], dropping, whole), good, String)).toEqual([])
    expect(dropping.malformed).toBe(malformed)
    const kept = await read('PERMISSIVE', withCorrupt, `/${name}/all`).collect()
    expect(kept.length).toBe(all.length)
    expect((await read('DROPMALFORMED', schema, `/${name}/all`).collect()).length).toBe(good.length)
    await expect(read('FAILFAST', schema, `/${name}/all`).collect()).rejects.toThrow()
  }, 60_000)
})

/** @throws whatever is neither a malformed record nor a file that cannot be read */
function failsOn(decode: () => void): boolean {
  try {
    decode()
    return false
  } catch (error) {
    const { condition } = error as { readonly condition?: string }
    if (condition?.startsWith('MALFORMED_RECORD_IN_PARSING') || condition?.startsWith('FAILED_READ_FILE')) return true
    throw error
  }
}
