/** The property that every random scenario has to have: the engine gives, batch by batch, what the model gives. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect } from 'vitest'
import { checkScenario } from '../../golden/runner/scenario-check.ts'
import { runScenario } from '../../golden/runner/scenario-run.ts'
import { runModel } from '../batch-algorithm.ts'
import { type Family, randomScenario } from './random-scenario.ts'

/** In memory where there is such a place: a scenario writes some fifty small files, each of them synced. */
const place = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

/**
 * Runs random scenarios of a family; a failure is shrunk to the smallest scenario that still fails.
 *
 * @param seed which scenarios
 */
export async function agreesWithModel(family: Family, runs: number, seed: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(randomScenario(family), async (scenario) => {
      const folder = mkdtempSync(join(place, 'model-'))
      try {
        const { expected = [], outputSchema } = runModel(scenario)
        const judged = { ...scenario, expected, outputSchema: outputSchema ?? '' }
        expect(checkScenario(judged, await runScenario(scenario, folder))).toEqual([])
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
    }),
    { seed, numRuns: runs },
  )
}
