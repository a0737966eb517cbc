import { describe, expect, test } from 'vitest'
import { col } from '../../lib/expressions/column-functions.ts'
import { runStage } from '../../lib/testing/run-stage.ts'
import { orderBy, sortWithinPartitions } from '../../operators/index.ts'

const twoEpochs = `
  k:string n:long
  epoch 0
  b 2
  a 2
  --
  c null
  barrier 0
  epoch 1
  a 1
  barrier 1`

describe('orderBy', () => {
  test('orders the rows of an epoch over all its batches, equal ones as they came', () => {
    expect(runStage(orderBy(col('n').desc()), twoEpochs)).toContain(
      'epoch 0\nb 2\na 2\nc null\nbarrier 0\nepoch 1\na 1',
    )
    expect(runStage(orderBy('n', 'k'), twoEpochs)).toContain('c null\na 2\nb 2\nbarrier 0')
  })

  test('orders by what is computed, and hands the computed column on to nobody', () => {
    const out = runStage(orderBy(col('n').negate().ascNullsLast(), col('k').desc()), twoEpochs)
    expect(out).toContain('k:string n:bigint')
    expect(out).toContain('b 2\na 2\nc null')
  })

  test('within partitions is the same, there being one', () => {
    expect(runStage(sortWithinPartitions('k'), twoEpochs)).toContain('a 2\nb 2\nc null')
  })
})
