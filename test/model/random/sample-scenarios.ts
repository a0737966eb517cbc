/** Scenarios of a family by their number, for the recorder. */
import fc from 'fast-check'
import type { Scenario } from '../../golden/runner/scenario.ts'
import { type Family, randomScenario } from './random-scenario.ts'

/** Named `random2-FAMILY-001` and so on; the same seed gives the same ones. */
export function sampleScenarios(family: Family, count: number, seed: number): readonly Scenario[] {
  return fc.sample(randomScenario(family), { seed, numRuns: count }).map((scenario, at) => {
    const name = `random2-${family}-${String(at + 1).padStart(3, '0')}`
    return { ...scenario, name }
  })
}
