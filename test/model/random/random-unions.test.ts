import { test } from 'vitest'
import { agreesWithModel } from './agrees-with-model.ts'

test('random unions give what the model gives', () => agreesWithModel('union', 400, 1), 600_000)
