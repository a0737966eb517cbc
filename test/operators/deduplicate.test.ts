import { afterAll, describe, expect, test } from 'vitest'
import { batchOf } from '../../lib/columnar/builder.ts'
import { rowsOf } from '../../lib/columnar/values.ts'
import type { Message } from '../../lib/stream/message.ts'
import { Observable } from '../../lib/stream/rx.ts'
import { runStage } from '../../lib/testing/run-stage.ts'
import type { SqlValue } from '../../lib/types/data-type.ts'
import { parseSchema } from '../../lib/types/ddl/ddl.ts'
import { Schema } from '../../lib/types/schema.ts'
import { distinct, dropDuplicates, dropDuplicatesWithinWatermark, filter } from '../../operators/index.ts'
import { testSession } from '../session/sessions.ts'
import { condition, printed, readings, table$ } from './pipe.ts'
import { runEpochs } from './stateful-stage.ts'

const late = { dropsLate: true }
const byKey = { definition: dropDuplicates.definition, options: dropDuplicates.optionsOf('k') }
const byKeyAndTime = { definition: dropDuplicates.definition, options: dropDuplicates.optionsOf('k', 'ts') }
const within = {
  definition: dropDuplicatesWithinWatermark.definition,
  options: dropDuplicatesWithinWatermark.optionsOf('k'),
}
const header = 'k:string ts:timestamp!5'

describe('dropDuplicates', () => {
  test('passes the first row of each key, over batches and epochs', () => {
    const input = `
      k:string n:long
      epoch 0
      a 1
      b 2
      a 3
      --
      b 4
      c 5
      barrier 0
      epoch 1
      c 6
      d 7
      barrier 1`
    expect(runStage(dropDuplicates('k'), input)).toBe(
      'k:string n:bigint\nepoch 0\na 1\nb 2\n--\nc 5\nbarrier 0\nepoch 1\nd 7\nbarrier 1',
    )
  })

  test('without names compares whole rows, null equal to null', () => {
    const input = 'k:string n:long\nepoch 0\na 1\na 2\nnull 1\nnull 1\na 1\nbarrier 0'
    const output = 'k:string n:bigint\nepoch 0\na 1\na 2\nnull 1\nbarrier 0'
    expect(runStage(dropDuplicates(), input)).toBe(output)
    expect(runStage(distinct(), input)).toBe(output)
  })

  test('sees selected rows only', () => {
    const input = 'n:long\nepoch 0\n1\n2\n3\n2\n4\nbarrier 0'
    expect(printed(table$(input).pipe(filter('n % 2 = 0'), distinct()))).toBe(
      'n:bigint\nepoch 0\n2\n--\n4\nbarrier 0'.replace('\n--', ''),
    )
  })

  test('takes NaN for NaN and -0.0 for 0.0, in keys of any type', () => {
    const schema = parseSchema('d DOUBLE, a ARRAY<STRING>, s STRUCT<x: BIGINT, y: BINARY>, p DECIMAL(30,2)')
    const row = (d: number, text: string | null): SqlValue[] => [d, [text], [1n, Uint8Array.of(1)], 10n ** 25n]
    const rows = [row(Number.NaN, 'a'), row(0, 'a'), row(-0, 'a'), row(Number.NaN, 'a'), row(0, null), row(0, null)]
    expect(distinctRows(schema, rows, 0n)).toEqual([rows[0], rows[1], rows[4]])
  })

  test('names columns as Spark does, without case, all that have the name', () => {
    expect(runStage(dropDuplicates('DEVICE'), readings)).toContain('b null')
    expect(condition(() => runStage(dropDuplicates('zz'), readings))).toBe(
      'UNRESOLVED_COLUMN_AMONG_FIELD_NAMES: Cannot resolve column name "zz" among (device, celsius).',
    )
    // No path into a struct: a name is one name.
    expect(condition(() => runStage(dropDuplicates('device.x'), readings))).toContain(
      'UNRESOLVED_COLUMN_AMONG_FIELD_NAMES',
    )
  })

  test('refuses maps as keys', () => {
    expect(condition(() => runStage(dropDuplicates(), 'm:map<string,int>\nepoch 0\nbarrier 0'))).toContain(
      'UNSUPPORTED_FEATURE.SET_OPERATION_ON_MAP_TYPE: The feature is not supported: Cannot have MAP type columns',
    )
  })

  test('drops late rows one by one, whatever the keys, and forgets keys by the event time among them', () => {
    const input = `
      k:string ts:timestamp!
      epoch 0
      a 10
      b 20
      watermark 10
      barrier 0
      epoch 1
      a 10
      a 9
      a 11
      b 20
      watermark 20
      barrier 1
      epoch 2
      b 20
      b 21
      watermark 20
      barrier 2`
    expect(runStage(dropDuplicates('k', 'ts'), input, late)).toBe(
      'k:string ts:timestamp\nepoch 0\na 10\nb 20\nwatermark 10\nbarrier 0\n' +
        'epoch 1\na 11\nwatermark 20\nbarrier 1\nepoch 2\nb 21\nwatermark 20\nbarrier 2',
    )
    expect(runStage(dropDuplicates('k'), input, late)).toBe(
      'k:string ts:timestamp\nepoch 0\na 10\nb 20\nwatermark 10\nbarrier 0\nepoch 1\nwatermark 20\nbarrier 1\n' +
        'epoch 2\nwatermark 20\nbarrier 2',
    )
  })

  test('counts keys, new keys, forgotten keys and late rows', () => {
    const epochs = [
      ['a 10', 'a 10', 'null 30', 'watermark 10'],
      ['a 10', 'b 9', 'a 15', 'b null', 'watermark 20'],
      ['watermark 40'],
    ]
    const counts = (run: typeof byKey) => runEpochs(run, header, epochs).map(({ metrics }) => Object.values(metrics))
    expect(counts(byKeyAndTime)).toEqual([
      [1, 2, 1, 0],
      [2, 2, 1, 2],
      [1, 0, 1, 0],
    ])
    expect(counts(byKey)).toEqual([
      [2, 2, 0, 0],
      [3, 1, 0, 2],
      [3, 0, 0, 0],
    ])
  })

  test('a window as event time is over at its end', () => {
    const { fields } = parseSchema('window STRUCT<start: TIMESTAMP, end: TIMESTAMP>, n INT')
    const schema = new Schema(fields.map((one, at) => (at === 0 ? { ...one, metadata: { watermarkDelay: 0n } } : one)))
    const rows: SqlValue[][] = [
      [[0n, 10n], 1],
      [[1n, 11n], 1],
      [null, 1],
    ]
    expect(distinctRows(schema, rows, 10n)).toEqual([rows[1], rows[2]])
  })
})

/** Rows that come after a watermark. */
function distinctRows(schema: Schema, rows: readonly SqlValue[][], watermark: bigint): readonly SqlValue[][] {
  const messages: readonly Message[] = [
    { kind: 'schema', schema },
    { kind: 'epoch', epoch: 0, batchTime: 0n },
    { kind: 'watermark', time: watermark },
    { kind: 'barrier', epoch: 0 },
    { kind: 'epoch', epoch: 1, batchTime: 0n },
    { kind: 'batch', batch: batchOf(schema, rows) },
    { kind: 'barrier', epoch: 1 },
  ]
  const seen: SqlValue[][] = []
  new Observable<Message>((subscriber) => {
    for (const message of messages) subscriber.next(message)
    subscriber.complete()
  })
    .pipe(distinct())
    .subscribe((message) => {
      if (message.kind === 'batch') seen.push(...rowsOf(message.batch))
    })
  return seen
}

describe('in a frame that does not stream', () => {
  const { session } = testSession()
  afterAll(() => session.stop())
  const frame = () =>
    session
      .sql(
        "SELECT * FROM VALUES (timestamp'1960-01-01', 1), (timestamp'1960-01-01', 2), (timestamp'2024-01-01', 3) AS t(ts, n)",
      )
      .withWatermark('ts', '1 second')

  test('no row is late, and every action begins anew', async () => {
    const distinctTimes = frame().dropDuplicates('ts')
    for (let run = 0; run < 2; run++) expect((await distinctTimes.collect()).map((row) => row['n'])).toEqual([1, 3])
  })

  test('there is no watermark to be within', async () => {
    await expect(frame().dropDuplicatesWithinWatermark('n').collect()).rejects.toThrow(
      'dropDuplicatesWithinWatermark is not supported with batch DataFrames/DataSets',
    )
  })
})

describe('dropDuplicatesWithinWatermark', () => {
  test('forgets a key at its first time and the delay; duplicates do not make it longer', () => {
    // Golden `dedup-within-wm-boundary`.
    const epochs = [
      ['a 10', 'watermark 5'],
      ['a 14', 'watermark 14.999999'],
      ['a 16', 'watermark 15'],
      ['a 16', 'b 17', 'watermark 20.999'],
      ['a 21', 'watermark 22'],
    ]
    expect(runEpochs(within, header, epochs).map(({ rows, metrics }) => [rows, metrics.rowsRemoved])).toEqual([
      [['a 10'], 0],
      [[], 0],
      [[], 1],
      [['a 16', 'b 17'], 0],
      [[], 2],
    ])
  })

  test('needs a watermark, and a stream', () => {
    expect(condition(() => runStage(dropDuplicatesWithinWatermark('device'), readings))).toBe(
      '_LEGACY_ERROR_TEMP_3102: dropDuplicatesWithinWatermark is not supported on streaming DataFrames/DataSets without watermark',
    )
  })

  test('compares whole rows when it is given no names', () => {
    const input = 'k:string ts:timestamp!\nepoch 0\na 1\na 1\na 2\nwatermark 1\nbarrier 0'
    expect(runStage(dropDuplicatesWithinWatermark(), input, late)).toBe(
      'k:string ts:timestamp\nepoch 0\na 1\na 2\nwatermark 1\nbarrier 0',
    )
  })
})
