import { expect, test } from 'vitest'
import { count, max } from '../../lib/expressions/builders/index.ts'
import { col } from '../../lib/expressions/column-functions.ts'
import { runStage } from '../../lib/testing/run-stage.ts'
import { observe } from '../../operators/index.ts'
import { condition, readings } from './pipe.ts'

test('rows, watermarks and barriers pass as they are', () => {
  const input = 'n:bigint\nepoch 0\n1\n2\nwatermark 1\nbarrier 0\nepoch 1\nbarrier 1'
  expect(runStage(observe('seen', count('*').as('rows'), max('n').as('most')), input)).toBe(input)
})

test('metrics read columns of the frame only inside aggregates', () => {
  expect(condition(() => runStage(observe('seen', col('device').as('d')), readings))).toContain(
    'INVALID_OBSERVED_METRICS.NON_AGGREGATE_FUNC_ARG_IS_ATTRIBUTE',
  )
})
