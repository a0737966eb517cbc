import { afterAll, describe, expect, test } from 'vitest'
import { count, sessionWindow } from '../../lib/expressions/builders/index.ts'
import { sessionAggregate } from '../../lib/plan/aggregate/session-aggregate.ts'
import { plainStage } from '../../lib/plan/plain-stage.ts'
import type { Message } from '../../lib/stream/message.ts'
import { Observable } from '../../lib/stream/rx.ts'
import { readMessages } from '../../lib/testing/message-table.ts'
import { testSession } from '../session/sessions.ts'
import { condition, printed, table$ } from './pipe.ts'
import { bound, sessions } from './session-options.ts'
import { runEpochs } from './stateful-stage.ts'

const header = 'session:struct<start:timestamp,end:timestamp>!0 k:string v:long b:boolean'
const counted = sessions({ keys: 2, session: 0, aggregates: [bound('count', []), bound('sum', [2])] })
const rows = (epochs: readonly (readonly string[])[], run = counted) =>
  runEpochs(run, header, epochs).map((one) => one.rows)

describe('session windows', () => {
  test('that touch are one; keys keep theirs apart, null among them', () => {
    // Golden `session-gap-equal`.
    const input = ['[0,5] a 1 true', '[5,10] a 2 true', '[11,16] a 3 true', '[5,10] null 4 true', 'watermark 20']
    expect(rows([input])).toEqual([['[0,10] a 2 3', '[11,16] a 1 3', '[5,10] null 1 4']])
  })

  test('are joined by a row that reaches both, also long after', () => {
    // Golden `session-bridge`.
    const epochs = [
      ['[0,5] a 1 true', '[8,13] a 2 true', '[20,25] a 3 true', 'watermark 0'],
      ['[4,9] a 10 true', 'watermark 12'],
      ['watermark 13'],
      ['watermark 25'],
    ]
    expect(rows(epochs)).toEqual([[], [], ['[0,13] a 3 13'], ['[20,25] a 1 3']])
  })

  test('lose rows whose own session has gone, even if they could join what is open', () => {
    // Golden `session-late`: each row is judged before it is merged.
    const epochs = [
      ['[8,13] a 1 true', 'watermark 9'],
      ['[4,9] a 2 true', '[5,10] a 4 true', 'watermark 9'],
      ['watermark 13'],
    ]
    const results = runEpochs(counted, header, epochs)
    expect(results.map((one) => one.rows)).toEqual([[], [], ['[5,13] a 2 5']])
    expect(results.map(({ metrics }) => metrics.rowsDroppedByWatermark)).toEqual([0, 1, 0])
  })

  test('are judged by the watermark of the epoch before, and go by the epoch’s own', () => {
    const epochs = [
      ['watermark 10'],
      ['[6,11] a 1 true', '[5,10] a 2 true', 'watermark 11'],
      ['[6,11] a 4 true', 'watermark 11'],
    ]
    expect(rows(epochs)).toEqual([[], ['[6,11] a 1 1'], []])
  })

  test('in complete mode are all given, lose late rows too, and never go', () => {
    // Golden `random-session-059`.
    const epochs = [
      ['[0,5] a 1 true', 'watermark 20'],
      ['[10,15] a 2 true', '[30,35] b 3 true', 'watermark 50'],
    ]
    const results = runEpochs({ ...counted, outputMode: 'complete' }, header, epochs)
    expect(results.map((one) => one.rows)).toEqual([['[0,5] a 1 1'], ['[0,5] a 1 1', '[30,35] b 1 3']])
    expect(results.map(({ metrics }) => Object.values(metrics))).toEqual([
      [1, 1, 0, 0],
      [2, 1, 0, 1],
    ])
  })

  test('count as Spark’s state store does: sessions of touched keys, and starts that are no more', () => {
    // Golden `session-complete`, batches 0 to 3.
    const epochs = [
      ['[1,6] a 1 true', '[4,9] a 1 true', '[2,7] b 1 true', 'watermark 0'],
      ['[8.999999,13.999999] a 1 true', '[14,19] a 1 true', 'watermark 0'],
      ['[30,35] c 1 true', 'watermark 4'],
      ['[18,23] b 1 true', '[10,15] a 1 true', 'watermark 4'],
    ]
    const results = runEpochs({ ...counted, outputMode: 'complete' }, header, epochs)
    expect(results.map(({ metrics: m }) => [m.rowsTotal, m.rowsUpdated, m.rowsRemoved])).toEqual([
      [2, 2, 0],
      [3, 2, 0],
      [4, 1, 0],
      [4, 3, 1],
    ])
  })

  test('put the session where it stands among the keys, and leave out rows that a FILTER does not want', () => {
    const run = sessions({ keys: 2, session: 1, aggregates: [bound('count', [], 3), bound('sum', [2])] })
    const other = 'k:string session:struct<start:timestamp,end:timestamp>!0 v:long b:boolean'
    const epochs = [['a [0,5] 1 true', 'a [3,8] 2 false', 'a [3,8] null null', 'watermark 8']]
    expect(runEpochs(run, other, epochs).map((one) => one.rows)).toEqual([['a [0,8] 1 3']])
  })

  test('need another key on a stream', () => {
    const run = sessions({ keys: 1, session: 0, aggregates: [bound('count', [])] })
    expect(condition(() => runEpochs(run, header, [[]]))).toBe(
      '_LEGACY_ERROR_TEMP_3068: Global aggregation with session window in streaming query is not supported.',
    )
  })

  test('in plain RxJS go with the watermark, the rest at the end of the stream', () => {
    const stage = plainStage(sessionAggregate, { keys: 1, session: 0, aggregates: [bound('count', [])] })
    const input = `${header}\nepoch 0\n[0,5] a 1 true\n[20,25] a 1 true\nwatermark 10\nbarrier 0`
    expect(printed(table$(input).pipe(stage))).toBe(
      'session:struct<start:timestamp,end:timestamp> count:bigint\nepoch 0\n[0,5] 1\nwatermark 10\nbarrier 0\n[20,25] 1',
    )
  })

  test('hand an error of their input on', () => {
    const failing = new Observable<Message>((subscriber) => {
      for (const message of readMessages(`${header}\nepoch 0\n[0,5] a 1 true`)) subscriber.next(message)
      subscriber.error(new Error('upstream'))
    })
    const stage = plainStage(sessionAggregate, { keys: 2, session: 0, aggregates: [bound('count', [])] })
    expect(() => printed(failing.pipe(stage))).toThrow('upstream')
  })
})

describe('session windows of a frame that does not stream', () => {
  const { session } = testSession()
  afterAll(() => session.stop())

  test('are all given, none late, with or without another key', async () => {
    const rows = session
      .sql(
        "SELECT * FROM VALUES (timestamp'1960-01-01', 1), (timestamp'1960-01-01 00:00:05', 2), (timestamp'2024-01-01', 3) AS t(ts, v)",
      )
      .withWatermark('ts', '1 second')
    const counted = rows.groupBy(sessionWindow('ts', '5 seconds')).agg(count('*').as('n'))
    expect((await counted.collect()).map((row) => row['n'])).toEqual([2n, 1n])
    const keyed = rows.groupBy('v', sessionWindow('ts', '5 seconds')).agg(count('*').as('n'))
    expect(await keyed.count()).toBe(3)
  })
})
