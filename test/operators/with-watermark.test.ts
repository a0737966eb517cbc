import { describe, expect, test } from 'vitest'
import { runStage } from '../../lib/testing/run-stage.ts'
import { withWatermark } from '../../operators/index.ts'
import { condition, readings } from './pipe.ts'

describe('withWatermark', () => {
  test('in plain RxJS sends the highest event time less the delay, in whole milliseconds, when it rises', () => {
    const input = 'ts:timestamp n:long\nepoch 0\n20 1\n9 2\n--\n19 3\n--\n25.123456 4\nbarrier 0'
    expect(runStage(withWatermark('ts', '10 seconds'), input, { continuous: true })).toBe(
      'ts:timestamp n:bigint\nepoch 0\n20 1\n9 2\nwatermark 10\n19 3\n--\n25.123456 4\nwatermark 15.123\nbarrier 0',
    )
  })

  test('reads months as 31 days, refuses what is no delay', () => {
    const input = 'ts:timestamp\nepoch 0\n3000000\nbarrier 0'
    expect(runStage(withWatermark('ts', '1 month'), input, { continuous: true })).toContain('watermark 321600')
    expect(condition(() => withWatermark('ts', 'soon'))).toContain('CANNOT_PARSE_INTERVAL')
    expect(condition(() => withWatermark('ts', '-5 seconds'))).toContain(
      'delay threshold (-5 seconds) should not be negative.',
    )
  })

  test('refuses columns that are no timestamps', () => {
    expect(condition(() => runStage(withWatermark('device', '1 second'), readings))).toBe(
      'EVENT_TIME_IS_NOT_ON_TIMESTAMP_TYPE: The event time `device` has the invalid type "STRING", but expected "TIMESTAMP".',
    )
    expect(condition(() => runStage(withWatermark('nothing', '1 second'), readings))).toContain(
      'UNRESOLVED_COLUMN.WITH_SUGGESTION',
    )
  })

  test('times before 1970 do not make a watermark below it', () => {
    const input = 'ts:timestamp\nepoch 0\n-20\nbarrier 0'
    expect(runStage(withWatermark('ts', '0 seconds'), input)).toBe('ts:timestamp\nepoch 0\n-20\nbarrier 0')
  })
})
