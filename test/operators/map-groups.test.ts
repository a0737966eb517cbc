import { afterAll, describe, expect, test } from 'vitest'
import { runStage } from '../../lib/testing/run-stage.ts'
import { long, string, struct } from '../../lib/types/typed/struct.ts'
import type { RowObject } from '../../lib/types/values/row-value.ts'
import { cogroup, flatMapGroups, mapGroups } from '../../operators/index.ts'
import { testSession } from '../session/sessions.ts'
import { condition, printed, table$ } from './pipe.ts'

const { session } = testSession()
afterAll(() => session.stop())

const header = 'device:string n:long'
const epochs = `
  ${header}
  epoch 0
  a 1
  b 2
  --
  a 3
  watermark 5
  barrier 0
  epoch 1
  a 4
  barrier 1`
const total = (rows: Iterable<RowObject>) => [...rows].reduce((sum, { n }) => sum + (n as bigint), 0n)

describe('in plain RxJS', () => {
  test('mapGroups gives a row for each group of an epoch, before what ended its data', () => {
    const stage = mapGroups('device', (device, rows) => ({ device, n: total(rows) }), 'device STRING, n LONG')
    expect(runStage(stage, epochs)).toBe(
      [
        'device:string n:bigint',
        'epoch 0',
        'a 4',
        'b 2',
        'watermark 5',
        'barrier 0',
        'epoch 1',
        'a 4',
        'barrier 1',
      ].join('\n'),
    )
  })

  test('flatMapGroups gives what the function lists or generates, of a key of several columns too', () => {
    const stage = flatMapGroups(
      ['device', 'n'],
      function* (key: { device: string; n: bigint }, rows) {
        for (const _ of rows) if (key.n !== 2n) yield [`${key.device}${key.n}`]
      },
      'name STRING',
    )
    expect(runStage(stage, epochs)).toBe(
      ['name:string', 'epoch 0', 'a1', 'a3', 'watermark 5', 'barrier 0', 'epoch 1', 'a4', 'barrier 1'].join('\n'),
    )
  })

  test('cogroup puts the groups of two inputs side by side', () => {
    const right = table$('name:string\nepoch 0\nb\nc\nbarrier 0')
    const stage = cogroup(
      right,
      'device',
      'name',
      (key, left, names) => [[key, BigInt([...left].length), BigInt([...names].length)]],
      'key STRING, l LONG, r LONG',
    )
    const left = table$(`${header}\nepoch 0\na 1\nb 2\na 3\nbarrier 0`)
    expect(printed(left.pipe(stage)).split('\n').sort()).toEqual(
      ['key:string l:bigint r:bigint', 'epoch 0', 'a 2 0', 'b 1 1', 'c 0 1', 'barrier 0'].sort(),
    )
  })

  test('cogroup wants keys of the same types', () => {
    const stage = cogroup(table$('name:int\nepoch 0\nbarrier 0'), 'device', 'name', () => [], 'k STRING')
    expect(condition(() => printed(table$(`${header}\nepoch 0\nbarrier 0`).pipe(stage)))).toBe(
      'MILLRACE_GROUP_KEYS: Two inputs that are grouped together need keys of the same types; cast one of them: STRING and INT',
    )
  })

  test('names the function when it throws, and what it gave when that is no row', () => {
    function broken(): never {
      throw new Error('no')
    }
    const run = (body: () => unknown) => condition(() => runStage(mapGroups('device', body, 'n LONG'), epochs))
    expect(run(broken)).toMatch(/^FAILED_EXECUTE_UDF: User defined function \(`broken`.*failed due to: Error: no/)
    expect(run(() => 3)).toMatch(/^FAILED_EXECUTE_UDF: .*gave number where it must give a row/)
    expect(run(() => ({ n: 'x' }))).toMatch(/^MILLRACE_VALUE_TYPE: .*column n of a row given by/)
  })
})

const frame = () =>
  session.createDataFrame(
    [
      ['a', 1n],
      ['b', 2n],
      ['a', 3n],
      [null, 4n],
    ],
    struct({ device: string, n: long }),
  )

describe('groups of a frame', () => {
  test('have a key that is a column’s value, several columns, or what a function makes of a row', async () => {
    const one = frame()
      .groupByKey('device')
      .mapGroups((key, rows) => [key, total(rows)], 'k STRING, n LONG')
    expect(await one.collect()).toEqual([
      { k: 'a', n: 4n },
      { k: 'b', n: 2n },
      { k: null, n: 4n },
    ])
    const two = frame()
      .groupByKey('device', 'n')
      .mapGroups(({ device, n }, rows) => `${device}${n}${[...rows].length}`, string)
    expect(await two.collect()).toEqual(['a11', 'b21', 'a31', 'null41'].map((value) => ({ value })))
    for (const parity of [
      (row: { n: bigint | null }) => (row.n ?? 0n) % 2n,
      async (row: { n: bigint | null }) => (row.n ?? 0n) % 2n,
    ]) {
      const made = frame()
        .groupByKey(parity, 'LONG')
        .mapGroups((key, rows) => ({ key, n: total(rows) }), 'key LONG, n LONG')
      expect(await made.collect()).toEqual([
        { key: 1n, n: 4n },
        { key: 0n, n: 6n },
      ])
    }
    const objects = frame()
      .groupByKey((row) => ({ odd: (row.n ?? 0n) % 2n === 1n }), 'odd BOOLEAN')
      .flatMapGroups((key, rows) => [...rows].map(({ n }) => [key.odd, n]), 'odd BOOLEAN, n LONG')
    expect((await objects.collect()).map(({ odd, n }) => `${odd}${n}`)).toEqual(['true1', 'true3', 'false2', 'false4'])
  })

  test('are not seen in the rows, whose columns stay as they are', async () => {
    const rows: unknown[] = []
    const seen = frame()
      .groupByKey((row) => row.device?.length ?? 0, 'INT')
      .mapGroups((key, all) => {
        rows.push(...all)
        return key
      }, 'INT')
    expect(await seen.collect()).toEqual([{ value: 1 }, { value: 0 }])
    expect(rows).toEqual(await frame().collect())
  })

  test('may be asked for their keys, counted, and reduced', async () => {
    const byLength = frame().groupByKey((row) => row.device?.length ?? 0, 'INT')
    expect(await byLength.keys().collect()).toEqual([{ value: 1 }, { value: 0 }])
    expect(await byLength.count().collect()).toEqual([
      { key: 1, 'count(1)': 3n },
      { key: 0, 'count(1)': 1n },
    ])
    expect(await frame().groupByKey('device').keys().collect()).toEqual([
      { device: 'a' },
      { device: 'b' },
      { device: null },
    ])
    expect((await frame().groupByKey('device').count().collect()).map(({ key }) => key)).toEqual(['a', 'b', null])
    expect((await frame().groupByKey('device', 'n').count().collect())[1]).toEqual({
      key: { device: 'b', n: 2n },
      'count(1)': 1n,
    })
    const reduced = frame()
      .groupByKey('device')
      .reduceGroups((a, b) => ({ device: a.device, n: (a.n ?? 0n) + (b.n ?? 0n) }))
    expect(await reduced.collect()).toEqual([
      { key: 'a', value: { device: 'a', n: 4n } },
      { key: 'b', value: { device: 'b', n: 2n } },
      { key: null, value: { device: null, n: 4n } },
    ])
  })

  test('stand beside those of another frame with the same key', async () => {
    const names = session.createDataFrame(
      [
        ['b', 'Bo'],
        ['c', 'Cy'],
      ],
      'id STRING, name STRING',
    )
    const both = frame()
      .groupByKey('device')
      .cogroup(
        names.groupByKey('id'),
        (key, left, right) => [[key, [...left].map(({ n }) => n), [...right].map(({ name }) => name)]],
        'key STRING, ns ARRAY<LONG>, names ARRAY<STRING>',
      )
    expect((await both.collect()).sort((a, b) => `${a.key}`.localeCompare(`${b.key}`))).toEqual([
      { key: 'a', ns: [1n, 3n], names: [] },
      { key: 'b', ns: [2n], names: ['Bo'] },
      { key: 'c', ns: [], names: ['Cy'] },
      { key: null, ns: [4n], names: [] },
    ])
  })

  test('keep their order when the function is asynchronous, no more than so many at a time', async () => {
    let running = 0
    let most = 0
    const ids = session.range(100).groupByKey('id')
    const slow = ids.mapGroups(
      async (id) => {
        most = Math.max(most, ++running)
        for (let turns = Number((id ?? 0n) * 7n) % 5; turns >= 0; turns--) await Promise.resolve()
        running--
        return id
      },
      long,
      { concurrency: 3 },
    )
    expect((await slow.collect()).map(({ value }) => value)).toEqual(Array.from({ length: 100 }, (_, at) => BigInt(at)))
    expect(most).toBe(3)
  })

  test('of a stream cannot be cogrouped', () => {
    const stream = session.memoryStream('device STRING').toDF().groupByKey('device')
    const both = stream.cogroup(frame().groupByKey('device'), () => [], 'n LONG')
    expect(condition(() => both.writeStream.format('noop').start())).toBe(
      '_LEGACY_ERROR_TEMP_3102: CoGrouping with a streaming DataFrame/Dataset is not supported',
    )
  })
})
