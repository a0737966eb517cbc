/**
 * What Spark's check of a whole query refuses, of the operators there are: operator × output mode, with Spark's text
 * (UnsupportedOperationChecker), when the query starts and not before.
 */
import { afterAll, describe, expect, test } from 'vitest'
import type { OutputMode } from '../../lib/connector/connector.ts'
import { explode } from '../../lib/expressions/builders/index.ts'
import { col } from '../../lib/expressions/column-functions.ts'
import type { AnyFrame } from '../../lib/session/data-frame.ts'
import { condition } from '../operators/pipe.ts'
import { testSession } from '../session/sessions.ts'

const { session } = testSession()
afterAll(() => session.stop())

const schema = 'ts TIMESTAMP, k STRING, v INT, a ARRAY<INT>'
const stream = (): AnyFrame => session.memoryStream(schema).toDF() as unknown as AnyFrame
const fixed = (): AnyFrame => session.createDataFrame([], schema) as unknown as AnyFrame

/** A query that is refused never runs, so it needs no end. */
const start = (frame: AnyFrame, mode: OutputMode) =>
  condition(() => frame.writeStream.format('noop').outputMode(mode).start())

const legacy = (text: string): string => `_LEGACY_ERROR_TEMP_3102: ${text}`
const noAggregation =
  'STREAMING_OUTPUT_MODE.UNSUPPORTED_OPERATION: Invalid streaming output mode: complete. This output mode is not supported for no streaming aggregations on streaming DataFrames/DataSets.'
const sorting = legacy(
  'Sorting is not supported on streaming DataFrames/Datasets, unless it is on aggregated DataFrame/Dataset in Complete output mode',
)
const limits = legacy('Limits are not supported on streaming DataFrames/Datasets in Update output mode')
const offsets = legacy('Offset is not supported on streaming DataFrames/Datasets')
const sampling = legacy('Sampling is not supported on streaming DataFrames/Datasets')
const intersecting = legacy('Intersect of streaming DataFrames/Datasets is not supported')
const excepting = legacy('Except on a streaming DataFrame/Dataset on the right is not supported')
const mixed = legacy('Union between streaming and batch DataFrames/Datasets is not supported')
const numbering = legacy(
  'Expression(s): monotonically_increasing_id() is not supported with streaming DataFrames/Datasets',
)
const windows =
  'NON_TIME_WINDOW_NOT_SUPPORTED_IN_STREAMING: Window function is not supported in ROW_NUMBER() (as column `r`) on streaming DataFrames/Datasets.\n' +
  'Structured Streaming only supports time-window aggregation using the WINDOW function. (window specification: (PARTITION BY K ORDER BY TS ASC NULLS FIRST ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW))'

const all: readonly OutputMode[] = ['append', 'update']

/** A query, the modes it is refused in, and how. */
const refused: readonly (readonly [string, () => AnyFrame, readonly OutputMode[], string])[] = [
  ['select', () => stream().select('k'), ['complete'], noAggregation],
  ['filter', () => stream().filter('v > 1'), ['complete'], noAggregation],
  ['explode', () => stream().select(explode('a')), ['complete'], noAggregation],
  ['union', () => stream().union(stream()), ['complete'], noAggregation],
  ['map', () => stream().map((row) => row, schema) as unknown as AnyFrame, ['complete'], noAggregation],
  ['repartition', () => stream().repartition(3), ['complete'], noAggregation],
  ['orderBy', () => stream().orderBy('v'), ['complete'], noAggregation],
  ['orderBy', () => stream().orderBy(col('v').desc()), all, sorting],
  ['sortWithinPartitions', () => stream().sortWithinPartitions('v'), all, sorting],
  ['limit', () => stream().limit(1), ['update'], limits],
  ['offset', () => stream().offset(1), all, offsets],
  ['sample', () => stream().sample(0.5), all, sampling],
  ['intersect', () => stream().intersect(stream()), all, intersecting],
  ['intersectAll', () => stream().intersectAll(stream()), all, intersecting],
  ['except', () => fixed().except(stream()), all, excepting],
  ['exceptAll', () => stream().exceptAll(stream()), all, excepting],
  ['union of a stream and a static frame', () => stream().union(fixed()), all, mixed],
  ['union of a static frame and a stream', () => fixed().unionByName(stream()), all, mixed],
  [
    'window function',
    () => stream().selectExpr('row_number() OVER (PARTITION BY k ORDER BY ts) AS r') as unknown as AnyFrame,
    all,
    windows,
  ],
  [
    'row numbers',
    () => stream().selectExpr('v + monotonically_increasing_id() AS r') as unknown as AnyFrame,
    all,
    numbering,
  ],
  ['two of them: the lower one is named', () => stream().offset(1).limit(1), ['update'], offsets],
  ['two of them: the mode comes first', () => stream().sample(0.1), ['complete'], noAggregation],
]

describe('refused at start, not when the frame is built', () => {
  for (const [name, frame, modes, text] of refused) {
    test.each(modes)(`${name} in %s mode`, (mode) => {
      const built = frame()
      expect(start(built, mode)).toBe(text)
      expect(built.explainString()).toContain('== Physical Plan ==')
    })
  }
})

test('what stands in a static frame is refused by no stream’s rule, and runs', async () => {
  const rows = session.createDataFrame(
    [
      ['a', 2],
      ['b', 1],
      ['c', 3],
    ],
    'k STRING, v INT',
  )
  const made = rows.orderBy('v').offset(1).limit(1).exceptAll(rows.filter('v = 3'))
  expect(await made.collect()).toEqual([{ k: 'a', v: 2 }])
})
