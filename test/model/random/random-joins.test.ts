import { test } from 'vitest'
import { agreesWithModel } from './agrees-with-model.ts'

test('random joins of streams give what the model gives', () => agreesWithModel('join', 300, 1), 600_000)
test('random joins of streams give the same through restarts', () => agreesWithModel('restartjoin', 100, 1), 600_000)
