import { test } from 'vitest'
import { agreesWithModel } from './agrees-with-model.ts'

test('random aggregations give what the model gives', () => agreesWithModel('agg', 350, 1), 600_000)
test(
  'random aggregations without a watermark give what the model gives',
  () => agreesWithModel('nowm', 150, 1),
  600_000,
)
