import { describe, expect, test } from 'vitest'
import { runStage } from '../../lib/testing/run-stage.ts'
import { filter, limit } from '../../operators/index.ts'
import { condition, printed, readings, table$ } from './pipe.ts'

describe('limit', () => {
  test('passes the first rows, then only watermarks and barriers', () => {
    const input =
      'n:long\nepoch 0\n1\n2\nwatermark 1\nbarrier 0\nepoch 1\n3\n4\nwatermark 2\nbarrier 1\nepoch 2\n5\nbarrier 2'
    expect(runStage(limit(3), input)).toBe(
      'n:bigint\nepoch 0\n1\n2\nwatermark 1\nbarrier 0\nepoch 1\n3\nwatermark 2\nbarrier 1\nepoch 2\nbarrier 2',
    )
  })

  test('takes selected rows, not the first of the columns', () => {
    expect(printed(table$('n:long\nepoch 0\n1\n2\n3\n4\nbarrier 0').pipe(filter('n % 2 = 0'), limit(1)))).toBe(
      'n:bigint\nepoch 0\n2\nbarrier 0',
    )
  })

  test('refuses a negative count', () => {
    expect(condition(() => runStage(limit(-1), readings))).toContain('INVALID_LIMIT_LIKE_EXPRESSION.IS_NEGATIVE')
  })
})
