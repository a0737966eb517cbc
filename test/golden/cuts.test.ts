/** What a batch gives does not depend on how its rows arrive: every scenario again, its batches cut into pieces. */
import { describe, expect, test } from 'vitest'
import { passingScenarios } from './runner/golden-files.ts'
import { checkScenario } from './runner/scenario-check.ts'
import { runScenario } from './runner/scenario-run.ts'
import { inScratchFolder } from './runner/scratch-folder.ts'

describe.each([1, 2, 7, 1000])('batches of at most %i rows', (rows) => {
  test.each(passingScenarios().map((one) => [one.name, one] as const))('%s', async (_, scenario) => {
    const cut = { ...scenario, conf: { ...scenario.conf, 'millrace.maxBatchRows': `${rows}` } }
    expect(checkScenario(scenario, await inScratchFolder((folder) => runScenario(cut, folder)))).toEqual([])
  })
})
