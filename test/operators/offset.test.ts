import { describe, expect, test } from 'vitest'
import { runStage } from '../../lib/testing/run-stage.ts'
import { filter, offset } from '../../operators/index.ts'
import { condition, printed, readings, table$ } from './pipe.ts'

describe('offset', () => {
  test('leaves out the first rows, within a batch and through a selection', () => {
    expect(runStage(offset(1), readings)).toContain('epoch 0\nb null\nc 40\nwatermark 5')
    expect(printed(table$(readings).pipe(filter('celsius > 0'), offset(1)))).toContain('epoch 0\nc 40\nwatermark 5')
    expect(runStage(offset(0), readings)).toContain('a 10\nb null\nc 40')
    expect(runStage(offset(3), readings)).toContain('epoch 0\nwatermark 5\nbarrier 0')
  })

  test('refuses a negative count', () => {
    expect(condition(() => runStage(offset(-1), readings))).toMatch(
      /^INVALID_LIMIT_LIKE_EXPRESSION\.IS_NEGATIVE: .*offset/,
    )
  })
})
