import { expect, test } from 'vitest'
import { last, parseJson, schemaOfVariantAgg } from '../../lib/expressions/builders/index.ts'
import type { AnyFrame } from '../../lib/session/data-frame.ts'
import { int, string, struct, variant } from '../../lib/types/typed/struct.ts'
import { stoppedSessions } from './sessions.ts'

const begin = stoppedSessions()

const refused = (condition: string) => expect.objectContaining({ condition })

/** What Spark says of a frame of `parse_json('{"a":1}') AS v, 1 AS k` (writers in test/fixtures/spark/variant.json). */
function variants() {
  const made = begin()
  return { ...made, frame: made.session.sql(`SELECT parse_json('{"a":1}') v, 1 k`) as AnyFrame }
}

test('variants are written to JSON as they stand, which a stream reads as whole records; csv and folders have none', async () => {
  const { session } = begin()
  const stream = session.memoryStream(struct({ k: int, j: string }))
  const rows = stream.toDF().withColumn('v', parseJson('j')).select('v', 'k')
  stream.addData([1, '{"a":1,"b":[null]}'])
  const query = rows.writeStream.format('json').option('path', '/out').option('checkpointLocation', '/c').start()
  await query.processAllAvailable()
  await query.stop()
  const read = session.read.schema('v VARIANT, k INT').json('/out')
  expect((await read.selectExpr('to_json(v) AS j', 'k').collect()) as unknown).toEqual([
    { j: '{"a":1,"b":[null]}', k: 1 },
  ])
  const whole = session.readStream.format('json').option('singleVariantColumn', 'record').load('/out')
  const records = whole.writeStream.format('memory').queryName('records').start()
  await records.processAllAvailable()
  await records.stop()
  const [record] = (await session.table('records').collect()) as unknown as readonly { readonly record: unknown }[]
  expect(String(record?.record)).toBe('{"k":1,"v":{"a":1,"b":[null]}}')
  const failure = async (change: (writer: typeof rows.writeStream) => typeof rows.writeStream) => {
    const writer = change(rows.writeStream).option('path', '/refused')
    await writer.option('checkpointLocation', '/d').start().processAllAvailable()
  }
  await expect(failure((writer) => writer.format('csv'))).rejects.toThrow('"VARIANT"')
  await expect(failure((writer) => writer.format('json').partitionBy('v'))).rejects.toThrow(
    'Cannot use "VARIANT" for partition column',
  )
})

test('variants are shown as JSON, in UTC, and their column as variant', async () => {
  const { session, printed, frame } = variants()
  session.conf.set('spark.sql.session.timeZone', 'Asia/Tokyo')
  const time = "cast(timestamp'2024-01-02 03:04:05' as variant)"
  const shown = session.sql(`SELECT cast(array(${time}) AS STRING) a, to_json(${time}) j, cast(${time} AS STRING) s`)
  expect((await shown.collect()) as unknown).toEqual([
    { a: '["2024-01-01 18:04:05+00:00"]', j: '"2024-01-02 03:04:05+09:00"', s: '2024-01-02 03:04:05' },
  ])
  await frame.show()
  frame.printSchema()
  expect(printed.join('\n')).toContain('+-------+---+\n|      v|  k|\n+-------+---+\n|{"a":1}|  1|\n+-------+---+\n')
  expect(printed.join('\n')).toContain('root\n |-- v: variant (nullable = false)\n |-- k: integer (nullable = false)\n')
})

test('rows with variants are neither deduplicated nor compared as wholes', async () => {
  const { frame } = variants()
  const condition = refused('UNSUPPORTED_FEATURE.SET_OPERATION_ON_VARIANT_TYPE')
  for (const make of [() => frame.distinct(), () => frame.dropDuplicates(['v']), () => frame.intersect(frame)])
    await expect((async () => make().collect())()).rejects.toThrow(condition)
})

test('state keeps variants: aggregates of a stream, rows behind unique keys', async () => {
  const { session } = begin()
  const stream = session.memoryStream(struct({ k: int, j: string }))
  const rows = stream.toDF().withColumn('v', parseJson('j'))
  const latest = rows.groupBy('k').agg(last('v').as('v'), schemaOfVariantAgg('v').as('t'))
  const query = latest.writeStream.format('memory').queryName('latest').outputMode('complete').start()
  stream.addData([1, '{"a":[1,"x"]}'], [2, 'null'], [1, '2.50'])
  await query.processAllAvailable()
  stream.addData([2, '{"b":{"c":true}}'], [3, '"text"'])
  await query.processAllAvailable()
  const found = (await session.table('latest').orderBy('k').collect()) as readonly Record<string, unknown>[]
  expect(found.map(({ k, v, t }) => [k, String(v), t])).toEqual([
    [1, '2.5', 'VARIANT'],
    [2, '{"b":{"c":true}}', 'OBJECT<b: OBJECT<c: BOOLEAN>>'],
    [3, '"text"', 'STRING'],
  ])
  await query.stop()
  const once = rows.dropDuplicates(['k']).writeStream.format('memory').queryName('once').start()
  await once.processAllAvailable()
  const kept = (await session.table('once').orderBy('k').collect()) as readonly Record<string, unknown>[]
  expect(kept.map(({ v }) => String(v))).toEqual(['{"a":[1,"x"]}', 'null', '"text"'])
  await once.stop()
})

test('a user’s rows may have variants, and functions of theirs get them', async () => {
  const { session, frame } = variants()
  const [first] = (await frame.collect()) as unknown as readonly { readonly v: unknown }[]
  const again = session.createDataFrame([[first?.v], [null]], struct({ v: variant }))
  expect((await again.selectExpr('v:a::int AS a').collect()).map((row: object) => Object.values(row)[0])).toEqual([
    1,
    null,
  ])
})

test('a colon in SQL calls semi_structured_extract on a variant', async () => {
  const { session } = variants()
  const frame = session.sql(`SELECT parse_json('{"a":{"b":[7]}}'):a.b[0] AS x`) as AnyFrame
  expect((await frame.collect()).map((row: object) => String(Object.values(row)[0]))).toEqual(['7'])
})
