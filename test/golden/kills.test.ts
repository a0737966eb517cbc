/**
 * Scenarios killed in two of their batches, at points that differ from one to the next. A killed run equals, batch by batch, the run stopped and started again at the same
 * commit point; and where nothing came late, its whole output equals that of the run that was never broken off, once a
 * late row has closed what was open.
 */
import { describe, expect, test } from 'vitest'
import { passingScenarios } from './runner/golden-files.ts'
import { batchOutput, canBeKilled, closed, countOperators, killPoints, sameStop } from './runner/interrupted.ts'
import type { Scenario } from './runner/scenario.ts'
import { canonicalOrder, type Interruption, type Outcome, runScenario } from './runner/scenario-run.ts'
import { inScratchFolder } from './runner/scratch-folder.ts'

const scenarios = passingScenarios().filter(canBeKilled)

function run(scenario: Scenario, interruption?: Interruption): Promise<Outcome> {
  return inScratchFolder((folder) => runScenario(scenario, folder, undefined, interruption))
}

/** Epochs of the unbroken run, and whether each had data. */
function epochsOf(outcome: Outcome): readonly { readonly epoch: number; readonly hasData: boolean }[] {
  return (outcome.expected ?? []).flatMap((step) =>
    step.progress.map(({ batchId, numInputRows }) => ({ epoch: batchId, hasData: numInputRows > 0 })),
  )
}

/** Two of a scenario's epochs, others for each scenario, the same in every run of the tests; all of a few. */
function chosenEpochs(scenario: Scenario, outcome: Outcome) {
  const all = epochsOf(outcome)
  if (all.length <= 2) return all
  const first = hashOf(scenario, 0) % all.length
  const second = (first + 1 + (hashOf(scenario, 1) % (all.length - 1))) % all.length
  return all.filter((_, at) => at === first || at === second)
}

function hashOf(scenario: Scenario, salt: number): number {
  let hash = salt
  for (const character of scenario.name) hash = (Math.imul(hash, 31) + character.charCodeAt(0)) | 0
  return Math.abs(hash)
}

/** A point of the protocol, another one for each batch of each scenario, the same in every run of the tests. */
function pointOf(scenario: Scenario, epoch: number): Interruption['at'] {
  return killPoints[hashOf(scenario, epoch) % killPoints.length] as Interruption['at']
}

describe('killed and started again', () => {
  test.each(scenarios.map((one) => [one.name, one] as const))('%s', async (_, scenario) => {
    const unbroken = await run(scenario)
    for (const { epoch, hasData } of chosenEpochs(scenario, unbroken)) {
      const at = pointOf(scenario, epoch)
      const killed = batchOutput(await run(scenario, { at, epoch, how: 'kill' }))
      const stopped = batchOutput(await run(scenario, sameStop(at, epoch, hasData)))
      expect(killed, `killed ${at} ${epoch}`).toEqual(stopped)
    }
  })
})

/** Append mode, one watermark, and operators for which it does not matter when state goes. */
const closable = scenarios.filter(
  ({ plan, outputMode, conf }) =>
    outputMode === 'append' &&
    conf['spark.sql.streaming.noDataMicroBatches.enabled'] !== 'false' &&
    countOperators(plan, 'withWatermark') === 1 &&
    countOperators(plan, 'groupBy', 'dropDuplicates') > 0 &&
    countOperators(plan, 'dropDuplicatesWithinWatermark', 'join', 'union', 'limit') === 0 &&
    !JSON.stringify(plan).includes('session_window'),
)

describe('the whole output after a row that closes every window', () => {
  test.each(closable.map((one) => [one.name, one] as const))('%s', async (_, scenario) => {
    const whole = closed(scenario)
    if (whole === undefined) return
    const unbroken = await run(whole)
    const rowsOf = (outcome: Outcome) => canonicalOrder([...batchOutput(outcome).values()].flat())
    const late = (outcome: Outcome) => (outcome.expected ?? []).some((step) => step.droppedByWatermark > 0)
    // Not in the closing step: a batch without data that a kill takes away is owed to nobody.
    const before = { expected: (unbroken.expected ?? []).slice(0, -1) }
    for (const { epoch } of chosenEpochs(whole, before)) {
      const killed = await run(whole, { at: pointOf(whole, epoch), epoch, how: 'kill' })
      if (!late(unbroken) && !late(killed)) expect(rowsOf(killed), `killed in ${epoch}`).toEqual(rowsOf(unbroken))
    }
  })
})
