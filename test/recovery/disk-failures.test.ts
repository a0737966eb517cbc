/** Whole queries from files to files when power goes, the disk fills up or access is denied, at any change of the disk. */
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Failure, SimulatedFileSystem } from '../../lib/files/simulated-file-system.ts'
import { diskWithInput, type FileJob, fileJobs, loadEverything, runOn } from './file-jobs.ts'
import { leftOvers, rowsByGlob, rowsByLog } from './output-rows.ts'

const output = '/output'

beforeAll(loadEverything, 60_000)

describe.each(fileJobs)('$name', { timeout: 60_000 }, (job) => {
  let calm: readonly string[] = []
  /** Changes of the disk in a run that nothing disturbs. */
  let changes = 0

  beforeAll(async () => {
    const files = diskWithInput()
    const before = files.operations.changes
    await runOn(files, job)
    changes = files.operations.changes - before
    calm = rowsByLog(files.dump(), output)
    expect(calm).toHaveLength(job.rows)
    await expectAll(files, job, calm, 'calm')
  })

  test('survives a power cut at every change', async () => {
    for (let cut = 0; cut < changes; cut++) {
      const files = diskWithInput()
      files.failAt(cut, 'powerCut')
      await runOn(files, job).catch(() => {})
      expect(files.powered).toBe(false)
      files.restart()
      expectNoneTwice(files, calm, `after a cut at change ${cut}`)
      await expectAll(files, job, calm, `after a cut at change ${cut}`)
    }
    console.log(`${job.name}: power was cut at each of ${changes} changes`)
  })

  test('survives several cuts, whichever unsynced changes happen to reach the disk', async () => {
    // Recovery itself is within the first few dozen changes of a run.
    const cuts = fc.array(fc.oneof(fc.nat(60), fc.nat(changes)), { minLength: 1, maxLength: 5 })
    await fc.assert(
      fc.asyncProperty(cuts, fc.infiniteStream(fc.boolean()), async (when, survives) => {
        const files = diskWithInput()
        for (const cut of when) {
          files.failAt(cut, 'powerCut')
          await runOn(files, job).catch(() => {})
          files.heal()
          if (files.powered) continue
          files.restart(() => survives.next().value as boolean)
          expectNoneTwice(files, calm, `after cuts at changes ${when}`)
        }
        await expectAll(files, job, calm, `after cuts at changes ${when}`)
      }),
      { numRuns: 200 },
    )
  })

  test.each([
    ['ENOSPC', 'no space left on the device'],
    ['EACCES', 'permission denied'],
  ] as const)(
    '%s at any change and after it: the error names the path, a later run completes',
    async (code, reason) => {
      for (let at = 0; at < changes; at++) {
        const files = diskWithInput()
        files.failAt(at, code satisfies Failure, true)
        const failure = await runOn(files, job).then(
          () => undefined,
          (error: unknown) => String(error),
        )
        const story = `${code} from change ${at} on`
        // What is only tidying up may fail without consequence.
        if (failure !== undefined) {
          expect(failure, story).toMatch(/Cannot [a-z ]+ \/((checkpoint|output)[^:]*)?: /)
          expect(failure, story).toContain(reason)
        }
        expectNoneTwice(files, calm, story)
        if (failure === undefined) expect(rowsByLog(files.dump(), output), story).toEqual(calm)
        files.heal()
        await expectAll(files, job, calm, story)
      }
    },
  )
})

/** Whoever follows the log sees, at any moment, rows of the calm run and none twice. */
function expectNoneTwice(files: SimulatedFileSystem, calm: readonly string[], story: string): void {
  const rows = rowsByLog(files.dump(), output)
  expect(new Set(rows).size, story).toBe(rows.length)
  const known = new Set(calm)
  expect(
    rows.filter((row) => !known.has(row)),
    story,
  ).toEqual([])
}

/** Runs the job to its end: each row is there once, by the log and by what files there are. */
async function expectAll(
  files: SimulatedFileSystem,
  job: FileJob,
  calm: readonly string[],
  story: string,
): Promise<void> {
  try {
    await runOn(files, job)
  } catch (error) {
    throw new Error(story, { cause: error })
  }
  const tree = files.dump()
  expect(rowsByLog(tree, output), story).toEqual(calm)
  expect(rowsByGlob(tree, output), story).toEqual(calm)
  expect(leftOvers(tree), story).toEqual([])
}
