import { describe, expect, test } from 'vitest'
import { col } from '../../lib/expressions/column-functions.ts'
import { runStage } from '../../lib/testing/run-stage.ts'
import { select, selectExpr } from '../../operators/index.ts'
import { readings } from './pipe.ts'

describe('select and selectExpr', () => {
  test('replace the columns', () => {
    expect(runStage(select('celsius', col('celsius').plus(1).as('next')), readings)).toContain(
      'celsius:bigint next:bigint\nepoch 0\n10 11\nnull null\n40 41',
    )
    expect(runStage(selectExpr('upper(device) AS name', '*'), readings)).toContain(
      'name:string device:string celsius:bigint\nepoch 0\nA a 10\nB b null\nC c 40',
    )
  })

  test('a stage can be used for several streams', () => {
    const stage = select('device')
    expect(runStage(stage, readings)).toBe(runStage(stage, readings))
  })
})
