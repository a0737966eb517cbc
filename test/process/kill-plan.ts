/** Which points are killed at, in which batches and attempts. */
import { protocolSteps } from '../../lib/query/probe.ts'
import type { Kill } from './kill-points.ts'
import type { JobOrder } from './killed-job.ts'

export interface Target {
  readonly shape: JobOrder['shape']
  readonly point: string
  /** Kills of one life of the job, one a process, until a last process runs to the end. */
  readonly kills: readonly Kill[]
}

/** Points passed while a process starts, whatever batch it goes on with. */
const atStart = new Set(['lock', 'metadata', 'recover', 'initial-offset', 'discard-state'])
/** Only a query with state passes these. */
const ofState = new Set(['discard-state', 'persist-state'])

/** Before and after every step of the protocol. */
export function protocolTargets(shape: JobOrder['shape']): Target[] {
  return protocolSteps
    .filter((step) => shape !== 'plain' || !ofState.has(step))
    .flatMap((step) =>
      [`before:${step}`, `after:${step}`].map((point) => ({
        shape,
        point,
        kills: atStart.has(step) ? startKills(point) : batchKills(point),
      })),
    )
}

/** Just before every call that changes one of the logs or the state. */
export function logTargets(): Target[] {
  const targets: Target[] = []
  const add = (point: string, kills: readonly Kill[], shape: JobOrder['shape'] = 'stateful') =>
    void targets.push({ shape, point, kills })
  for (const place of ['source log', 'offsets', 'state', 'sink log', 'commits']) {
    add(`make the folder of ${place}`, batchKills(`make the folder of ${place}`))
    for (const verb of creation) add(`${verb} ${place}`, batchKills(`${verb} ${place}`))
    add(`remove ${place}`, batchKills(`remove ${place}`))
    const cleared = `clear the temporary of ${place}`
    add(cleared, startKills(cleared, `link ${place}`))
  }
  for (const place of ['source log compaction', 'sink log compaction']) {
    for (const verb of creation.slice(0, -1)) {
      add(`${verb} ${place}`, batchKills(`${verb} ${place}`))
      // Once at Spark's own interval.
      add(`${verb} ${place}`, batchKills(`${verb} ${place}`), 'plain')
    }
    add(`remove ${place}`, batchKills(`remove ${place}`))
  }
  return targets
}

/** The same for the output's files and for what a start writes. */
export function outputTargets(): Target[] {
  const targets: Target[] = []
  const add = (point: string, kills: readonly Kill[], shape: JobOrder['shape'] = 'stateful') =>
    void targets.push({ shape, point, kills })
  for (const verb of ['make the folder of', 'create', 'write', 'sync'])
    add(`${verb} staging`, batchKills(`${verb} staging`))
  for (const verb of ['make the folder of', 'move to', 'sync the folder of'])
    add(`${verb} output`, batchKills(`${verb} output`))
  add('move to output', batchKills('move to output'), 'plain')
  add('remove staging', startKills('remove staging', 'before:sink-commit'))
  add('remove output', startKills('remove output', 'create sink log'))
  add('remove output', startKills('remove output', 'create sink log'), 'plain')
  for (const verb of creation.slice(0, -1)) {
    add(`${verb} lock`, startKills(`${verb} lock`))
    add(`${verb} metadata`, startKills(`${verb} metadata`))
    add(`${verb} claim`, startKills(`${verb} claim`, 'before:run'))
  }
  for (const point of ['remove lock', 'remove claim']) add(point, startKills(point, 'before:run'))
  return targets
}

/**
 * What creating a file atomically does. Before its sync a killed process leaves what it leaves before the link: syncs are
 * for power cuts.
 */
const creation = ['create', 'write', 'link', 'unlink the temporary of', 'sync the folder of']

/** Batch 0 and its re-run, one in the middle, one that compacts and its re-run (the last three purge). */
function batchKills(point: string): Kill[] {
  return [0, 0, 5, 9, 9].map((epoch) => ({ point, epoch }))
}

/**
 * At the start of a process, also twice in a row, at several places of the job's life.
 *
 * @param before where another kill has to come first; undefined: the job's very first start is killed too
 */
function startKills(point: string, before?: string): Kill[] {
  const now = { point, epoch: -1 }
  const prelude = (epoch: number) => ({ point: before ?? 'before:run', epoch })
  return [...(before ? [prelude(0)] : []), now, now, prelude(5), now, prelude(9), now, now]
}
