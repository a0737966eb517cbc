import { expect, test } from 'vitest'
import { runStage } from '../../lib/testing/run-stage.ts'
import { drop } from '../../operators/index.ts'
import { readings } from './pipe.ts'

test('drop ignores what is not there', () => {
  expect(runStage(drop('device', 'nothing'), readings)).toContain('celsius:bigint\nepoch 0\n10\nnull\n40')
})
