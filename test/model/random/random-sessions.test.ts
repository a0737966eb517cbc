import { test } from 'vitest'
import { agreesWithModel } from './agrees-with-model.ts'

test('random sessions give what the model gives', () => agreesWithModel('session', 250, 1), 600_000)
test('random deduplications give what the model gives', () => agreesWithModel('dedup', 300, 1), 600_000)
