/** What a batch gives does not depend on how its rows arrive: every scenario again, its batches cut into pieces. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { contractExtras } from './runner/contract-extras.ts'
import { passingScenarios } from './runner/golden-files.ts'
import { checkScenario } from './runner/scenario-check.ts'
import { runScenario } from './runner/scenario-run.ts'

describe.each([1, 2, 7, 1000])('batches of at most %i rows', (rows) => {
  test.each(passingScenarios().map((one) => [one.name, one] as const))('%s', async (name, scenario) => {
    const folder = mkdtempSync(join(tmpdir(), 'cuts-'))
    try {
      const cut = { ...scenario, conf: { ...scenario.conf, 'millrace.maxBatchRows': `${rows}` } }
      expect(checkScenario(scenario, await runScenario(cut, folder, contractExtras(name, '')))).toEqual([])
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
