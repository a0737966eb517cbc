import { test } from 'vitest'
import { agreesWithModel } from './agrees-with-model.ts'

test('random chains of stateful operators give what the model gives', () => agreesWithModel('chain', 400, 1), 600_000)
