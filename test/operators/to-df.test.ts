import { expect, test } from 'vitest'
import { runStage } from '../../lib/testing/run-stage.ts'
import { toDF } from '../../operators/index.ts'
import { condition, readings } from './pipe.ts'

test('toDF renames by position and wants all names', () => {
  expect(runStage(toDF('d', 'c'), readings)).toContain('d:string c:bigint')
  expect(condition(() => runStage(toDF('d'), readings))).toContain('ASSIGNMENT_ARITY_MISMATCH')
})
