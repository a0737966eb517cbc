/** Which joins of two streams a query may have, by output mode, with Spark's text (UnsupportedOperationChecker). */
import { afterAll, describe, expect, test } from 'vitest'
import type { OutputMode } from '../../../lib/connector/connector.ts'
import { expr } from '../../../lib/expressions/column-functions.ts'
import type { AnyFrame } from '../../../lib/session/data-frame.ts'
import { condition } from '../../operators/pipe.ts'
import { testSession } from '../../session/sessions.ts'

const { session } = testSession()
afterAll(() => session.stop())

const stream = (prefix: string): AnyFrame =>
  (session.memoryStream(`${prefix}t TIMESTAMP, ${prefix}k STRING`).toDF() as unknown as AnyFrame).withWatermark(
    `${prefix}t`,
    '10 seconds',
  ) as unknown as AnyFrame
const joined = (how: string, on = 'lk = rk AND rt BETWEEN lt AND lt + INTERVAL 20 SECONDS') =>
  stream('l').join(stream('r'), expr(on), how as 'inner') as unknown as AnyFrame
const start = (frame: AnyFrame, mode: OutputMode) =>
  condition(() => frame.writeStream.format('noop').outputMode(mode).start())

const legacy = (text: string): string => `_LEGACY_ERROR_TEMP_3102: ${text}`
const onlyAppend = (name: string) =>
  legacy(
    `${name} join between two streaming DataFrames/Datasets is not supported in Update output mode, only in Append output mode`,
  )
const unbounded = (name: string) =>
  legacy(
    `Stream-stream ${name} join between two streaming DataFrame/Datasets is not supported without a watermark in the join keys, or a watermark on the nullable side and an appropriate range condition`,
  )
const names = { left: 'LeftOuter', right: 'RightOuter', full: 'FullOuter' } as const

describe('joins of two streams', () => {
  test.each(Object.entries(names))('%s: in update mode', (how, name) => {
    expect(start(joined(how), 'update')).toBe(onlyAppend(name))
  })

  test.each([...Object.entries(names), ['left_semi', 'LeftSemi']] as const)('%s: without bounds', (how, name) => {
    expect(start(joined(how, 'lk = rk'), 'append')).toBe(unbounded(name))
  })

  test('anti', () => {
    expect(start(joined('left_anti'), 'append')).toBe(
      legacy('LeftAnti joins with a streaming DataFrame/Dataset on the right are not supported'),
    )
  })

  test('above an aggregation only in append mode', () => {
    const counts = stream('l').groupBy('lk').count().withColumnRenamed('lk', 'k') as unknown as AnyFrame
    const frame = counts.join(stream('r'), expr('k = rk')) as unknown as AnyFrame
    expect(start(frame, 'update')).toContain("Detected pattern of possible 'correctness' issue")
  })

  test('inner in complete mode, below an aggregation', () => {
    const frame = joined('inner').groupBy('lk').count() as unknown as AnyFrame
    expect(start(frame, 'complete')).toBe(
      legacy(
        'Inner join between two streaming DataFrames/Datasets is not supported in Complete output mode, only in Append and Update output modes',
      ),
    )
  })
})
