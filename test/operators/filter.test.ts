import { describe, expect, test } from 'vitest'
import { col } from '../../lib/expressions/column-functions.ts'
import { runStage } from '../../lib/testing/run-stage.ts'
import { filter } from '../../operators/index.ts'
import { condition, readings } from './pipe.ts'

describe('filter', () => {
  test('keeps rows for which the condition is true, not those for which it is null', () => {
    expect(runStage(filter(col('celsius').gt(30)), readings)).toBe(
      'device:string celsius:bigint\nepoch 0\nc 40\nwatermark 5\nbarrier 0',
    )
  })

  test('takes Spark SQL', () => {
    expect(runStage(filter("device = 'a' OR celsius IS NULL"), readings)).toContain('a 10\nb null\nwatermark')
  })

  test('sends no empty batch, an epoch without rows still ends', () => {
    expect(runStage(filter('celsius > 100'), readings)).toBe(
      'device:string celsius:bigint\nepoch 0\nwatermark 5\nbarrier 0',
    )
  })

  test('refuses a condition that is not BOOLEAN', () => {
    expect(condition(() => runStage(filter('celsius'), readings))).toBe(
      'DATATYPE_MISMATCH.FILTER_NOT_BOOLEAN: Cannot resolve "celsius" due to data type mismatch: Filter expression "celsius" of type "BIGINT" is not a boolean.',
    )
  })

  test('refuses a condition of NULL, as Spark does', () => {
    expect(condition(() => runStage(filter('NULL'), readings))).toContain('of type "VOID" is not a boolean.')
  })

  test('names the columns there are when one is not', () => {
    expect(condition(() => runStage(filter('kelvin > 3'), readings))).toContain('UNRESOLVED_COLUMN.WITH_SUGGESTION')
  })
})
