import { expect, test } from 'vitest'
import { runStage } from '../../lib/testing/run-stage.ts'
import { withColumnsRenamed } from '../../operators/index.ts'
import { readings } from './pipe.ts'

test('withColumnsRenamed leaves out what is not there', () => {
  expect(runStage(withColumnsRenamed({ Device: 'd', nothing: 'x' }), readings)).toContain('d:string celsius:bigint')
})
