import { expect, test } from 'vitest'
import { agreesWithModel } from './agrees-with-model.ts'
import { sampleScenarios } from './sample-scenarios.ts'

test('random queries without keys give what the model gives', () => agreesWithModel('stateless', 60, 1), 120_000)

test('a seed gives the same scenarios again', () => {
  expect(sampleScenarios('union', 5, 3)).toEqual(sampleScenarios('union', 5, 3))
})
