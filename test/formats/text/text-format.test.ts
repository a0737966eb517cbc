import { describe, expect, it } from 'vitest'
import { batchOf } from '../../../lib/columnar/builder.ts'
import { PoisoningPool } from '../../../lib/columnar/poisoning-pool.ts'
import { rowsOf } from '../../../lib/columnar/values.ts'
import { chunksOf } from '../../../lib/formats/chunks.ts'
import { OutputBuffer } from '../../../lib/formats/output-buffer.ts'
import { textFormat } from '../../../lib/formats/text/text-format.ts'
import { parseSchema } from '../../../lib/types/ddl/ddl.ts'
import type { Schema } from '../../../lib/types/schema.ts'

const utf8 = new TextEncoder()
const schema = textFormat.schema as Schema

interface Request {
  readonly options?: Readonly<Record<string, string>>
  readonly readBytes?: number
  readonly batchRows?: number
  readonly dictionary?: boolean
  readonly columns?: readonly number[]
}

function lines(file: string | Uint8Array, request: Request = {}): unknown[] {
  const bytes = typeof file === 'string' ? utf8.encode(file) : file
  const options = new Map(Object.entries(request.options ?? {}))
  const decoder = textFormat.decoder({
    schema,
    columns: request.columns ?? [0],
    dictionary: request.dictionary ? [0] : [],
    options,
    zone: 'UTC',
    batchRows: request.batchRows ?? 8192,
  })
  const pool = new PoisoningPool()
  const read = (target: Uint8Array, position: number): number => {
    const piece = bytes.subarray(position, position + Math.min(target.length, request.readBytes ?? target.length))
    target.set(piece)
    return piece.length
  }
  const values: unknown[] = []
  for (const chunk of chunksOf(read, textFormat.framing(options), pool, 'f.txt', { chunkBytes: 4096 })) {
    for (const batch of decoder.decode(chunk, pool)) {
      values.push(...rowsOf(batch).map((row) => row[0]))
      batch.release()
    }
  }
  return values
}

function written(values: readonly (string | null)[], options: Readonly<Record<string, string>> = {}): Uint8Array {
  const target = new OutputBuffer(1)
  const encoder = textFormat.encoder({ schema, options: new Map(Object.entries(options)), zone: 'UTC' })
  encoder.encode(
    batchOf(
      schema,
      values.map((value) => [value]),
    ),
    target,
  )
  return target.written().slice()
}

describe('the text format', () => {
  it('ends lines at \\n, \\r\\n and \\r, and keeps empty ones', () => {
    const file = 'a\nbc\r\n\r\nd\re\n\nlong line, more than a word\twith tab\n'
    const wanted = ['a', 'bc', '', 'd', 'e', '', 'long line, more than a word\twith tab']
    expect(lines(file)).toEqual(wanted)
    expect(lines(file, { readBytes: 1 })).toEqual(wanted)
    expect(lines(file, { batchRows: 2 })).toEqual(wanted)
    expect(lines(file, { dictionary: true, batchRows: 3 })).toEqual(wanted)
  })

  it('takes a last line without an end, and nothing from an empty file', () => {
    expect(lines('a\nb')).toEqual(['a', 'b'])
    expect(lines('')).toEqual([])
    expect(lines('\n')).toEqual([''])
  })

  it('drops a byte order mark', () => {
    expect(lines('\ufeffa\nb\n')).toEqual(['a', 'b'])
  })

  it('cuts at lineSep only, whole and from the left', () => {
    expect(lines('a|b||c\n|', { options: { linesep: '|' } })).toEqual(['a', 'b', '', 'c\n'])
    expect(lines('aXXbXXc', { options: { linesep: 'XX' }, readBytes: 1 })).toEqual(['a', 'b', 'c'])
  })

  it('writes lineSep in the encoding and leaves the text alone', () => {
    const file = Uint8Array.of(97, 124, 0, 98, 124, 0)
    expect(lines(file, { options: { linesep: '|', encoding: 'UTF-16LE' } })).toEqual(['a', 'b'])
  })

  it('makes a file one row with wholetext, an empty one too', () => {
    expect(lines('a\nb\n', { options: { wholetext: 'true' } })).toEqual(['a\nb\n'])
    expect(lines('', { options: { wholetext: 'true' } })).toEqual([''])
  })

  it('counts lines without reading them', () => {
    expect(lines('a\nb\n', { columns: [] })).toEqual([undefined, undefined])
  })

  it('reads lines of every length around the ends of words and chunks', () => {
    const all = Array.from({ length: 300 }, (_, length) => 'x'.repeat(length))
    expect(lines(`${all.join('\n')}\n`)).toEqual(all)
    expect(lines(`${all.join('\r\n')}\r\n`, { readBytes: 7 })).toEqual(all)
  })

  it('writes values with a separator behind each; a null is an empty line', () => {
    const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
    const long = 'é'.repeat(100)
    expect(decode(written(['a', null, '', long]))).toBe(`a\n\n\n${long}\n`)
    expect(decode(written(['a', 'b'], { linesep: '\r\n' }))).toBe('a\r\nb\r\n')
    expect(written(['a'], { linesep: '|', encoding: 'UTF-16BE' })).toEqual(Uint8Array.of(97, 0, 124))
  })

  it('refuses other schemas when the query is built', () => {
    const encoder = (ddl: string) => textFormat.encoder({ schema: parseSchema(ddl), options: new Map(), zone: 'UTC' })
    expect(() => encoder('a STRING, b STRING')).toThrow('only a single column, and you have 2 columns')
    expect(() => encoder('a INT')).toThrow('doesn\'t support the column `a` of the type "INT"')
  })
})
