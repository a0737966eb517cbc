import { expect, test } from 'vitest'
import { agreesWithModel } from './agrees-with-model.ts'
import { sampleScenarios } from './sample-scenarios.ts'

test('random queries without keys give what the model gives', () => agreesWithModel('stateless', 60, 1), 600_000)
test('random joins with tables give what the model gives', () => agreesWithModel('static', 150, 1), 600_000)

test('a seed gives the same scenarios again', () => {
  expect(sampleScenarios('union', 5, 3)).toEqual(sampleScenarios('union', 5, 3))
})
