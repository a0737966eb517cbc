import { test } from 'vitest'
import { agreesWithModel } from './agrees-with-model.ts'

test('random unions give what the model gives', () => agreesWithModel('union', 400, 1), 600_000)
test(
  'random restarts of unions with a watermark on each side give what the model gives',
  () => agreesWithModel('restart', 150, 1),
  600_000,
)
