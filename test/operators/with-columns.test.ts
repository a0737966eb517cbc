import { expect, test } from 'vitest'
import { col } from '../../lib/expressions/column-functions.ts'
import { runStage } from '../../lib/testing/run-stage.ts'
import { withColumns } from '../../operators/index.ts'
import { readings } from './pipe.ts'

test('withColumns adds at the end and replaces in place, under the new name', () => {
  expect(runStage(withColumns({ CELSIUS: col('celsius').times(2), twice: col('celsius') }), readings)).toContain(
    'device:string CELSIUS:bigint twice:bigint\nepoch 0\na 20 10',
  )
})
