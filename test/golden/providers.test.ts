/** State on disk gives what state in memory gives: every scenario again with it, and killed and started again. */
import { describe, expect, test } from 'vitest'
import { passingScenarios } from './runner/golden-files.ts'
import { batchOutput, canBeKilled, killPoints, sameStop } from './runner/interrupted.ts'
import type { Scenario } from './runner/scenario.ts'
import { checkScenario } from './runner/scenario-check.ts'
import { type Interruption, type Outcome, runScenario } from './runner/scenario-run.ts'
import { inScratchFolder } from './runner/scratch-folder.ts'

const onDisk = (scenario: Scenario): Scenario => ({
  ...scenario,
  conf: {
    ...scenario.conf,
    'millrace.state.provider': 'lmdb',
    // So that snapshots are written in runs of few batches.
    'spark.sql.streaming.stateStore.minDeltasForSnapshot': '1',
  },
})

const stateful = passingScenarios().filter(({ plan }) =>
  /groupBy|dropDuplicates|distinct|WithState|join|limit|agg/.test(JSON.stringify(plan)),
)

describe('state on disk', () => {
  test.each(stateful.map((one) => [one.name, one] as const))('%s', async (_, scenario) => {
    const outcome = await inScratchFolder((folder) => runScenario(onDisk(scenario), folder))
    expect(checkScenario(scenario, outcome)).toEqual([])
  })
})

describe('state on disk, killed and started again', () => {
  // A third: the protocol is that of kills.test.ts, only what holds the state is another.
  const killed = stateful.filter(canBeKilled).filter((_, at) => at % 3 === 0)
  test.each(killed.map((one, at) => [one.name, one, at] as const))('%s', async (_, scenario, at) => {
    const run = (interruption?: Interruption): Promise<Outcome> =>
      inScratchFolder((folder) => runScenario(onDisk(scenario), folder, undefined, interruption))
    const epochs = ((await run()).expected ?? []).flatMap(({ progress }) => progress)
    const chosen = epochs[at % Math.max(1, epochs.length)]
    if (!chosen) return
    const { batchId: epoch, numInputRows } = chosen
    const point = killPoints[at % killPoints.length] as Interruption['at']
    const after = batchOutput(await run({ at: point, epoch, how: 'kill' }))
    expect(after, `killed ${point} ${epoch}`).toEqual(batchOutput(await run(sameStop(point, epoch, numInputRows > 0))))
  })
})
