/** Several processes on one checkpoint. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { leftOvers, rowsByGlob, rowsByLog } from '../recovery/output-rows.ts'
import { type Started, treeOf, Workshop } from './job-folder.ts'
import type { Kill } from './kill-points.ts'
import type { JobOrder } from './killed-job.ts'

const workshop = new Workshop()
let calm: readonly string[] = []

beforeAll(async () => {
  await workshop.build()
  const folder = workshop.folder()
  expect(await workshop.run({ folder, shape: 'stateful' })).toMatchObject({ code: 0, stderr: '' })
  calm = rowsByLog(treeOf(folder), `${folder}/output`)
  expect(calm).toHaveLength(62)
})

afterAll(() => workshop.remove())

test('while one process lives a second one is refused; when it is killed the next one goes on', async () => {
  const order: JobOrder = { folder: workshop.folder(), shape: 'stateful' }
  // The first one stands still there when it is killed; the last one runs, out of input.
  const points: readonly (Kill | undefined)[] = [
    { point: 'before:sink-commit', epoch: 0 },
    { point: 'after:sink-commit', epoch: 3 },
    { point: 'before:commits', epoch: 7 },
    { point: 'after:offsets', epoch: 11 },
    undefined,
  ]
  for (const kill of points) {
    const first = workshop.start({ ...order, ...(kill ? { kill: { ...kill, stays: true } } : { hold: true }) })
    expect(await first.spoken).toBe(true)
    const second = await workshop.run(order)
    expect(second.code).toBe(1)
    expect(second.stderr).toContain('[CONCURRENT_QUERY] Another instance of this query was just started')
    expect(second.stderr).toContain(`of process ${first.pid}, on ${order.folder}/checkpoint`)
    first.kill()
    expect((await first.ended).signal).toBe('SIGKILL')
  }
  await expectCompletion(order)
})

test('of several that start at once where one was killed exactly one gets the checkpoint', async () => {
  const order: JobOrder = { folder: workshop.folder(), shape: 'stateful' }
  for (let round = 0; round < 6; round++) {
    const rivals = Array.from({ length: 4 }, () => workshop.start({ ...order, hold: true }))
    const outcomes = await Promise.all(rivals.map(outcomeOf))
    expect(outcomes.filter((one) => one === 'holds')).toHaveLength(1)
    for (const refusal of outcomes.filter((one) => one !== 'holds')) expect(refusal).toContain('CONCURRENT_QUERY')
    for (const rival of rivals) rival.kill()
    await Promise.all(rivals.map(({ ended }) => ended))
  }
  await expectCompletion(order)
})

async function outcomeOf(started: Started): Promise<string> {
  return (await started.spoken) ? 'holds' : (await started.ended).stderr
}

async function expectCompletion(order: JobOrder): Promise<void> {
  expect(await workshop.run(order)).toMatchObject({ code: 0, stderr: '' })
  const tree = treeOf(order.folder)
  const output = `${order.folder}/output`
  expect(rowsByLog(tree, output)).toEqual(calm)
  expect(rowsByGlob(tree, output)).toEqual(calm)
  expect(leftOvers(tree)).toEqual([])
}
