/** A real job on a real disk, ended by SIGKILL at every point where it matters. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { leftOvers, rowsByGlob, rowsByLog } from '../recovery/output-rows.ts'
import { treeOf, Workshop } from './job-folder.ts'
import { logTargets, outputTargets, protocolTargets, type Target } from './kill-plan.ts'
import type { Kill } from './kill-points.ts'
import type { JobOrder } from './killed-job.ts'

/** Every point is to be hit this often. */
const enough = 5
/** Some points are passed once in a job's life, so several lives are needed. */
const mostLives = 6
/** A quiet machine needs a tenth of it; hundreds of processes take their time where others run. */
const patient = { timeout: 900_000 }
/** Where it matters that states are as old as the log says. */
const ofFunctions = /:(discard-state|run|persist-state|sink-commit|commits)$/
const workshop = new Workshop()
/** Output of a run that nothing disturbs. */
const calm = new Map<JobOrder['shape'], readonly string[]>()
/** By shape and point: in which batches the process was killed there; R: while it recovered from a kill in that one. */
const hits = new Map<string, string[]>()

beforeAll(async () => {
  await workshop.build()
  const shapes = ['plain', 'stateful', 'groups', 'processor', 'onDisk', 'counts', 'sessions', 'joined'] as const
  for (const shape of shapes) {
    const folder = workshop.folder()
    expect(await workshop.run({ folder, shape })).toMatchObject({ code: 0, stderr: '' })
    const tree = treeOf(folder)
    calm.set(shape, rowsByLog(tree, `${folder}/output`))
    expect(rowsByGlob(tree, `${folder}/output`)).toEqual(calm.get(shape))
  }
  expect(calm.get('plain')).toHaveLength(65)
  expect(calm.get('stateful')).toHaveLength(62)
  expect(calm.get('groups')).toHaveLength(65)
  expect(calm.get('processor')).toHaveLength(65)
  expect(calm.get('onDisk')).toEqual(calm.get('processor'))
  expect(calm.get('counts')).toHaveLength(65)
  // Of the last three files they have not ended.
  expect(calm.get('sessions')).toHaveLength(50)
  expect(calm.get('joined')).toHaveLength(60)
})

afterAll(() => {
  workshop.remove()
  console.log(table())
})

test('before and after every step of the protocol: no row is lost, doubled or changed', patient, async () => {
  await killAll(protocolTargets('plain'))
})

test('the same with state, partitions, and logs that are compacted often', patient, async () => {
  await killAll(protocolTargets('stateful'))
})

test('the same with a function that keeps state of its own', patient, async () => {
  await killAll(protocolTargets('groups').filter(({ point }) => ofFunctions.test(point)))
})

test('the same with a processor with variables and timers', patient, async () => {
  await killAll(protocolTargets('processor').filter(({ point }) => ofFunctions.test(point)))
})

test(
  'the same with state on disk: of a processor, of groups and sessions that end with the watermark, of a join',
  patient,
  async () => {
    const targets = (['onDisk', 'counts', 'sessions', 'joined'] as const).flatMap(protocolTargets)
    await killAll(targets.filter(({ point }) => ofFunctions.test(point)))
  },
)

test('before every change of a log or of the state', patient, async () => {
  await killAll(logTargets())
})

test('before every change of the output, and of what a start writes', patient, async () => {
  await killAll(outputTargets())
})

/** Two at a time. */
async function killAll(targets: readonly Target[]): Promise<void> {
  const waiting = [...targets]
  const work = async () => {
    for (let target = waiting.shift(); target; target = waiting.shift()) await killOften(target)
  }
  await Promise.all([work(), work()])
  const seldom = targets.filter((target) => (hits.get(nameOf(target))?.length ?? 0) < enough)
  expect(seldom.map(nameOf), 'points that are not passed often enough').toEqual([])
}

async function killOften(target: Target): Promise<void> {
  const epochs: string[] = []
  hits.set(nameOf(target), epochs)
  for (let life = 0; life < mostLives && epochs.length < enough; life++) epochs.push(...(await live(target)))
}

/** One life of the job, to its end; gives the batches in which the target's point was hit. */
async function live({ shape, point, kills }: Target): Promise<string[]> {
  const folder = workshop.folder()
  const done: Kill[] = []
  for (const kill of [...kills, undefined]) {
    const ended = await workshop.run({ folder, shape, ...(kill ? { kill } : {}) })
    const story = `${shape}, killed at ${JSON.stringify(done)}, then ${JSON.stringify(kill)}`
    if (ended.signal === 'SIGKILL') {
      done.push(ended.said[0] as unknown as Kill)
      expectWholeBatches(shape, folder, story)
      continue
    }
    expect(ended, story).toMatchObject({ code: 0, stderr: '' })
    const tree = treeOf(folder)
    expect(rowsByLog(tree, `${folder}/output`), story).toEqual(calm.get(shape))
    expect(rowsByGlob(tree, `${folder}/output`), story).toEqual(calm.get(shape))
    expect(leftOvers(tree), story).toEqual([])
    break
  }
  workshop.remove(folder)
  return whereHit(point, done)
}

function whereHit(point: string, kills: readonly Kill[]): string[] {
  let batch = 0
  let recovers = false
  const found: string[] = []
  for (const kill of kills) {
    recovers &&= kill.epoch <= batch
    batch = Math.max(batch, kill.epoch)
    if (kill.point === point) found.push(`${batch}${recovers ? 'R' : ''}`)
    recovers = true
  }
  return found
}

/** Whoever follows the log sees, at any moment, the rows of the first so many batches and no others. */
function expectWholeBatches(shape: JobOrder['shape'], folder: string, story: string): void {
  const rows = rowsByLog(treeOf(folder), `${folder}/output`)
  const idOf = (row: string) => Number(/"id":(\d+)/.exec(row)?.[1])
  expect(rows, story).toEqual(calm.get(shape)?.filter((row) => idOf(row) < rows.length))
  expect([0, 2], story).toContain(rows.length % 5)
}

function nameOf({ shape, point }: Target): string {
  return `${shape.padEnd(8)}  ${point}`
}

function table(): string {
  const lines = [...hits].map(
    ([name, epochs]) => `${name.padEnd(56)}${String(epochs.length).padStart(5)}  ${epochs.join(' ')}`,
  )
  const total = [...hits.values()].reduce((sum, epochs) => sum + epochs.length, 0)
  const head = `${'job       killed at'.padEnd(56)}times  in batch (R: while recovering from a kill in it)`
  return [head, ...lines, `${hits.size} points, ${total} kills`].join('\n')
}
