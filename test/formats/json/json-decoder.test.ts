import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodedText, transcoded } from '../../../lib/formats/encoding.ts'
import { jsonFormat } from '../../../lib/formats/json/json-format.ts'
import type { DataType, SqlValue } from '../../../lib/types/data-type.ts'
import { parseSchema } from '../../../lib/types/ddl/ddl.ts'
import { Schema } from '../../../lib/types/schema.ts'
import { type DecodingOptions, lowerCase } from '../decoding.ts'
import { editedLine, fileLayout } from '../edited-lines.ts'
import { decodeFile, jsonDecoder } from './decoding.ts'
import { recordable, recordedCases } from './recorded-lines.ts'

const withCorrupt = (schema: Schema): Schema =>
  new Schema([...schema.fields, { name: '_corrupt_record', type: { kind: 'string' }, nullable: true }])

const utf8 = new TextEncoder()
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** The chunk between two plain lines, so that a byte order mark does not begin the file, and its rows alone. */
function around(chunk: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(chunk.length + 7)
  bytes.set([123, 125, 10])
  bytes.set(chunk, 3)
  bytes.set([10, 123, 125, 10], chunk.length + 3)
  return bytes
}

describe('the json decoder', () => {
  const kinds = new Set(recordedCases.map((one) => one.kind))
  for (const kind of kinds) {
    it(`reads odd lines as Spark does: ${kind}`, () => {
      const wrong: unknown[] = []
      for (const { schema, chunk, rows } of recordedCases.filter((one) => one.kind === kind)) {
        const got = decodeFile(around(chunk), withCorrupt(schema))
          .rows.slice(1, -1)
          .map((row) =>
            row.map((value, at) =>
              recordable((schema.fields[at]?.type ?? { kind: 'string' }) as DataType, value as SqlValue),
            ),
          )
        try {
          expect(got).toEqual(rows)
        } catch {
          wrong.push({ line: decoder.decode(chunk), got, rows })
        }
      }
      expect(wrong).toEqual([])
    })
  }
})

describe('FAILFAST', () => {
  it('fails where Spark fails, and shows what Spark shows of the record', () => {
    const wrong: unknown[] = []
    // No condition at all: Spark read the record, but the recording program could not hold its value.
    const asked = recordedCases.filter((one) => one.failfast !== undefined && one.failfast?.length !== 0)
    expect(asked.length).toBeGreaterThan(50)
    for (const { schema, chunk, failfast, failfastMessage = '' } of asked) {
      let message: string | undefined
      try {
        decodeFile(around(chunk), schema, { options: { mode: 'FAILFAST' } })
      } catch (error) {
        message = String(error)
      }
      const shown = schema === recordedCases[0]?.schema ? failfastMessage : failfastMessage.slice(0, 80)
      if ((message === undefined) !== (failfast === null) || !(message ?? '').startsWith(shown)) {
        wrong.push({ line: decoder.decode(chunk), message, failfastMessage })
      }
    }
    expect(wrong).toEqual([])
  })
})

/** What the full byte parser alone makes of a file: the scanners are off when strings are limited. */
const fullParser = (request: DecodingOptions): DecodingOptions => ({
  ...request,
  options: { ...request.options, maxStringLen: '2147483646' },
})

const weblog = parseSchema('host STRING, timestamp TIMESTAMP, request STRING, http_reply INT, bytes LONG')
const typed = parseSchema(
  's STRING, b BOOLEAN, t TINYINT, h SMALLINT, i INT, l BIGINT, f FLOAT, d DOUBLE, c DECIMAL(10,2), day DATE, ts TIMESTAMP, n TIMESTAMP_NTZ, bin BINARY, xs ARRAY<INT>, o STRUCT<x: INT, y: STRING>, m MAP<STRING, INT>',
)

const seeds = [
  '{"host":"a.b","timestamp":"1995-07-01T00:00:01.000-04:00","request":"GET /x HTTP/1.0","http_reply":200,"bytes":6245}',
  '{"host": "a.b", "timestamp": "1995-07-01T00:00:01.000-04:00", "request": "GET /x HTTP/1.0", "http_reply": 404, "bytes": 0}',
  '{"bytes":1,"host":"q\\"\\u00e9\\n","extra":{"a":[1,2,{"b":null}],"c":"\\\\"},"timestamp":"1995-07-01T00:00:01Z","http_reply":-5}',
  ' { "host" : "é" , "request" : null, "bytes" : 9007199254740993 , "x":true,"y":false,"z":[] ,"w":{}} ',
  '{"s":"x","b":true,"t":-128,"h":32767,"i":2147483647,"l":-9223372036854775808,"f":1.5,"d":-0.0,"c":12.345,"day":"2026-01-02","ts":"2026-01-02 03:04:05.123456","n":"2026-01-02T03:04:05"}',
  '{"d":1e-7,"f":"NaN","l":123456789012345,"i":-2147483648,"b":false,"s":{"raw":[1, 2]},"ts":1767225600,"day":"1969-12-31","n":"2026-01-02T03:04:05.5"}',
  '{"bin":"YWI=","xs":[1,null,3],"o":{"x":1,"y":"z"},"m":{"k":1,"k":2},"c":"7.5","s":"\\ud83d\\ude00日本"}',
  '{"d":0.30000000000000004,"d":123456789.125,"f":16777217,"t":200,"l":12345678901234567}',
  '{}',
  '[{"host":"a"},{"host":"b","bytes":5}]',
  '{"host":"a","host":"b","h\\u006fst":"c"}',
  '',
]

const pieces = [...'{}[]",:\\ 0123456789eE+-.truefalsn/uTZ\t\u0001é', '\u0000', '\r', '"a":', 'null', '\\u00', '1e400']

const mutated = editedLine(seeds, pieces, 250)

describe('the scanners', () => {
  for (const [name, schema] of Object.entries({ weblog, typed })) {
    it(`give what the full byte parser gives for broken lines: ${name}`, () => {
      const all = withCorrupt(schema)
      fc.assert(
        fc.property(
          fc.array(mutated, { minLength: 1, maxLength: 12 }),
          fileLayout,
          fc.boolean(),
          (lines, shape, coded) => {
            const file = utf8.encode(lines.join('\n'))
            const request = { ...shape, dictionary: coded ? [0] : [] }
            expect(decodeFile(file, all, request).rows).toEqual(decodeFile(file, all, fullParser(request)).rows)
          },
        ),
        { seed: 20_26, numRuns: 400 },
      )
    })

    it(`judge only the wanted columns: ${name}`, () => {
      const modes = ['PERMISSIVE', 'DROPMALFORMED'] as const
      const columns = fc.subarray(
        schema.fields.map((_, at) => at),
        { minLength: 0 },
      )
      fc.assert(
        fc.property(fc.array(mutated, { maxLength: 12 }), columns, fc.constantFrom(...modes), (lines, wanted, mode) => {
          const file = utf8.encode(lines.join('\n'))
          const request = { columns: wanted, options: { mode } }
          const fast = decodeFile(file, schema, request)
          const full = decodeFile(file, schema, fullParser(request))
          expect(fast.rows).toEqual(full.rows)
          expect(fast.decoder.malformed).toBe(full.decoder.malformed)
        }),
        { seed: 7, numRuns: 300 },
      )
    })
  }

  it('give the same when bytes that are no text are thrown in', () => {
    const noise = fc.tuple(mutated, fc.nat({ max: 200 }), fc.uint8Array({ minLength: 1, maxLength: 3 }))
    fc.assert(
      fc.property(fc.array(noise, { minLength: 1, maxLength: 6 }), (lines) => {
        const file = lines.flatMap(([line, place, bytes]) => {
          const all = utf8.encode(line)
          const at = place % (all.length + 1)
          return [...all.subarray(0, at), ...bytes, ...all.subarray(at), 10]
        })
        const all = withCorrupt(weblog)
        expect(decodeFile(Uint8Array.from(file), all).rows).toEqual(
          decodeFile(Uint8Array.from(file), all, fullParser({})).rows,
        )
      }),
      { seed: 3, numRuns: 500 },
    )
  })

  it('follow the file when its shape changes', () => {
    const decoder = jsonDecoder(weblog, { batchRows: 256 })
    const shapes = [
      (i: number) =>
        `{"host":"h${i}","timestamp":"1995-07-01T00:00:01.000Z","request":"r","http_reply":${i},"bytes":${i}}`,
      (i: number) =>
        `{ "bytes": ${i}, "more": "x", "http_reply": ${i}, "host": "h${i}", "request": "r", "timestamp": "1995-07-01T00:00:01.000Z" }`,
      (i: number) =>
        `{"host":"h${i}","request":"r","bytes":${i},"http_reply":${i},"timestamp":"1995-07-01T00:00:01.000Z","nothing":null}`,
    ]
    for (const shape of [...shapes, ...shapes]) {
      const file = Array.from({ length: 2000 }, (_, i) => `${shape(i)}\r\n`).join('')
      const { rows } = decodeFile(utf8.encode(file), weblog, { decoder })
      expect(rows).toEqual(Array.from({ length: 2000 }, (_, i) => [`h${i}`, 804556801000000n, 'r', i, BigInt(i)]))
    }
  })
})

describe('reading json', () => {
  const rowsFrom = (text: string, ddl: string, request: DecodingOptions = {}) =>
    decodeFile(utf8.encode(text), parseSchema(ddl), request).rows

  it('drops malformed records and counts them', () => {
    const text = '{"a":1}\nnot json\n{"a":"x"}\n\n{"a":2}\n'
    const { rows, decoder: dropping } = decodeFile(utf8.encode(text), parseSchema('a INT'), {
      options: { mode: 'dropmalformed' },
    })
    expect(rows).toEqual([[1], [2]])
    expect(dropping.malformed).toBe(2)
    expect(dropping.samples[0]).toEqual({
      path: 'file.json',
      position: 8,
      text: 'not json',
      reason: 'Unrecognized token',
    })
  })

  it('fails with file, byte and what could be read in FAILFAST', () => {
    const read = () =>
      rowsFrom('{"a":1,"b":"x"}\n{"a":"bad","b":"y"}\n', 'a INT, b STRING', {
        options: { mode: 'FAILFAST' },
        readBytes: 5,
      })
    expect(read).toThrow('Malformed records are detected in record parsing: [null,y].')
    expect(read).toThrow('file.json, byte 16')
  })

  it('keeps the text of malformed records, byte for byte, where the column for it is wanted', () => {
    const ddl = 'a INT, _corrupt_record STRING'
    expect(rowsFrom('{"a":1}\n{"a":"x"}\nnope\n', ddl)).toEqual([
      [1, null],
      [null, '{"a":"x"}'],
      [null, 'nope'],
    ])
    const named = { options: { columnNameOfCorruptRecord: 'bad' } }
    expect(rowsFrom('{"a":"x"}', 'a INT, bad STRING', named)).toEqual([[null, '{"a":"x"}']])
    expect(() => rowsFrom('', 'a INT, _corrupt_record INT')).toThrow('must have the nullable STRING type')
    expect(() => rowsFrom('', ddl, { columns: [1] })).toThrow('only include the internal corrupt record column')
  })

  it('reads lists at the top as rows, more of them than a batch holds', () => {
    const list = `[${Array.from({ length: 10 }, (_, i) => `{"a":${i}}`).join(',')}]`
    const wanted = Array.from({ length: 10 }, (_, i) => [i])
    expect(rowsFrom(`${list}\n{"a":10}`, 'a INT', { batchRows: 4 })).toEqual([...wanted, [10]])
    expect(rowsFrom(`\n ${list} `, 'a INT', { batchRows: 3, options: { multiLine: 'true' } })).toEqual(wanted)
  })

  it('takes a whole file as one record with multiLine', () => {
    const options = { multiLine: 'true' }
    expect(rowsFrom('{\n "a":\r\n 1\n}\n', 'a INT', { options, readBytes: 1 })).toEqual([[1]])
    expect(rowsFrom('{"a":1}\n{"a":2}\n', 'a INT', { options })).toEqual([[1]])
    expect(rowsFrom('', 'a INT', { options })).toEqual([])
    expect(rowsFrom('{"a":', 'a INT, _corrupt_record STRING', { options })).toEqual([[null, '{"a":']])
  })

  it('cuts records at lineSep', () => {
    const ddl = 'a INT, b STRING'
    expect(rowsFrom('{"a":1}|{"a":2}|', ddl, { options: { lineSep: '|' } })).toEqual([
      [1, null],
      [2, null],
    ])
    expect(rowsFrom('{"a":1}\r{"a":2}\n{"a":3}', ddl, { options: { lineSep: '\n' } })).toEqual([
      [1, null],
      [3, null],
    ])
    expect(rowsFrom('{"a":1}\r\n{"a":2}', ddl, { options: { lineSep: '\r\n' } })).toEqual([
      [1, null],
      [2, null],
    ])
  })

  it('reads lines of any length, without an end, and with all line ends', () => {
    const long = 'x'.repeat(300_000)
    expect(rowsFrom(`{"b":"${long}"}\n{"b":"${long}é\\n"}`, 'b STRING', { chunkBytes: 4096 })).toEqual([
      [long],
      [`${long}é\n`],
    ])
    expect(rowsFrom('{"b":"1"}\r\n{"b":"2"}\r{"b":"3"}\n\n\r\n{"b":"4"}', 'b STRING', { readBytes: 1 })).toEqual([
      ['1'],
      ['2'],
      ['3'],
      ['4'],
    ])
  })

  it('names the file where a record is longer than the limit', () => {
    const options = { maxRecordBytes: '5000' }
    expect(() => rowsFrom(`{"b":"${'x'.repeat(20_000)}"}`, 'b STRING', { options, chunkBytes: 4096 })).toThrow(
      'longer than 5000 bytes',
    )
  })

  it('finds nesting beyond the limit malformed', () => {
    const deep = (levels: number) => `{"x":${'['.repeat(levels)}${']'.repeat(levels)},"a":1}`
    const ddl = 'a INT, _corrupt_record STRING'
    expect(rowsFrom(deep(40), ddl)).toEqual([[1, null]])
    expect(rowsFrom(deep(999), ddl)).toEqual([[1, null]])
    expect(rowsFrom(deep(1000), ddl)[0]?.[1]).toBe(deep(1000))
    expect(rowsFrom(deep(5), ddl, { options: { maxNestingDepth: '5' } })[0]?.[1]).toBe(deep(5))
  })

  it('reads times by the patterns of the options and in the zone of the session', () => {
    const ddl = 't TIMESTAMP, d DATE'
    const options = { timestampFormat: 'dd/MM/yyyy HH:mm', dateFormat: 'yyyyMMdd' }
    const text = '{"t":"02/01/2024 03:04","d":"20240102"}\n{"t":"2024-01-02T03:04:05Z","d":"2024-01-02"}'
    expect(rowsFrom(text, ddl, { options })).toEqual([
      [1704164640000000n, 19724],
      [null, null],
    ])
    const local = '{"t":"2024-01-02T03:04:05"}'
    expect(rowsFrom(local, 't TIMESTAMP', { zone: 'America/New_York' })).toEqual([[1704182645000000n]])
    expect(rowsFrom(local, 't TIMESTAMP', { zone: '+05:30' })).toEqual([[1704144845000000n]])
    expect(rowsFrom(local, 't TIMESTAMP', { options: { timeZone: 'UTC' }, zone: '+05:30' })).toEqual([
      [1704164645000000n],
    ])
  })

  it('takes what the options allow beyond JSON', () => {
    const ddl = 'a INT, b STRING'
    expect(rowsFrom('/* c */ {"a":1} // d', ddl, { options: { allowComments: 'true' } })).toEqual([[1, null]])
    expect(rowsFrom('{a:1}', ddl, { options: { allowUnquotedFieldNames: 'true' } })).toEqual([[1, null]])
    expect(rowsFrom('{"a":007}', ddl, { options: { allowNumericLeadingZeros: 'true' } })).toEqual([[7, null]])
    expect(rowsFrom('{"b":"a\\xb"}', ddl, { options: { allowBackslashEscapingAnyCharacter: 'true' } })).toEqual([
      [null, 'axb'],
    ])
    expect(rowsFrom('{"b":"a\tb"}', ddl, { options: { allowUnquotedControlChars: 'true' } })).toEqual([[null, 'a\tb']])
    expect(rowsFrom("{'b':'x'}", ddl, { options: { allowSingleQuotes: 'false' } })).toEqual([[null, null]])
    expect(rowsFrom('{"d":NaN}', 'd DOUBLE', { options: { allowNonNumericNumbers: 'false' } })).toEqual([[null]])
  })

  it('reads files in other encodings once their bytes are transcoded', () => {
    for (const encoding of ['UTF-16LE', 'UTF-32BE', 'ISO-8859-1']) {
      const options = { encoding, lineSep: '\n' }
      const text = '{"b":"é1"}\n{"b":"é2"}\n'
      const file = encodedText(text, encoding)
      expect(jsonFormat.encoding(lowerCase(options))).toBe(encoding)
      const read = transcoded((target, position) => {
        const piece = file.subarray(position, position + Math.min(3, target.length))
        target.set(piece)
        return piece.length
      }, encoding)
      const plain: number[] = []
      const target = new Uint8Array(5)
      for (let count = read(target, 0); count > 0; count = read(target, plain.length))
        plain.push(...target.subarray(0, count))
      expect(Uint8Array.from(plain)).toEqual(utf8.encode(text))
      const request = { options, readBytes: 3 }
      expect(decodeFile(file, parseSchema('b STRING'), request).rows).toEqual([['é1'], ['é2']])
    }
    expect(jsonFormat.encoding(lowerCase({ encoding: 'utf8' }))).toBeUndefined()
  })

  it('refuses types and options when the query is built', () => {
    expect(() => jsonDecoder(parseSchema('v INTERVAL'))).toThrow("doesn't support the column `v`")
    expect(() => jsonDecoder(parseSchema('a INT'), { options: { lineSep: '' } })).toThrow(
      "'lineSep' cannot be an empty string",
    )
    expect(() => jsonDecoder(parseSchema('a INT'), { options: { multiLine: 'maybe' } })).toThrow(
      'For input string: "maybe"',
    )
    expect(() => jsonDecoder(parseSchema('a INT'), { options: { encoding: 'UTF-16' } })).toThrow('denyList')
    expect(() => jsonDecoder(parseSchema('t TIMESTAMP'), { options: { timestampFormat: 'pp' } })).toThrow('pp')
    expect(() => jsonDecoder(parseSchema('t TIMESTAMP'), { zone: 'Mars/Base' })).toThrow('Mars/Base')
  })
})
