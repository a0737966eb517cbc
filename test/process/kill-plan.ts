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
    .filter((step) => shape === 'stateful' || !ofState.has(step))
    .flatMap((step) =>
      [`before:${step}`, `after:${step}`].map((point) => ({
        shape,
        point,
        kills: atStart.has(step) ? startKills(point, []) : batchKills(point),
      })),
    )
}

/** Just before every call that changes the disk. */
export function diskTargets(): Target[] {
  const targets: Target[] = []
  const add = (point: string, kills: readonly Kill[], shape: JobOrder['shape'] = 'stateful') =>
    void targets.push({ shape, point, kills })
  for (const place of ['source log', 'offsets', 'state', 'sink log', 'commits']) {
    add(`make the folder of ${place}`, batchKills(`make the folder of ${place}`))
    for (const verb of creation) add(`${verb} ${place}`, batchKills(`${verb} ${place}`))
    add(`remove ${place}`, batchKills(`remove ${place}`))
    const cleared = `clear the temporary of ${place}`
    // The folder of the source's log is opened before the first batch, those of the others are not there yet.
    add(cleared, startKills(cleared, [0, 5, 9], `link ${place}`))
  }
  for (const place of ['source log compaction', 'sink log compaction']) {
    for (const verb of creation.slice(0, -1)) {
      add(`${verb} ${place}`, batchKills(`${verb} ${place}`))
      // Once at Spark's own interval.
      add(`${verb} ${place}`, batchKills(`${verb} ${place}`), 'plain')
    }
    add(`remove ${place}`, batchKills(`remove ${place}`))
  }
  for (const verb of ['make the folder of', 'create', 'write', 'sync'])
    add(`${verb} staging`, batchKills(`${verb} staging`))
  for (const verb of ['make the folder of', 'move to', 'sync the folder of'])
    add(`${verb} output`, batchKills(`${verb} output`))
  add('move to output', batchKills('move to output'), 'plain')
  add('remove staging', startKills('remove staging', [0, 5, 9], 'before:sink-commit'))
  add('remove output', startKills('remove output', [0, 5, 9], 'create sink log'))
  add('remove output', startKills('remove output', [0, 5, 9], 'create sink log'), 'plain')
  for (const verb of creation.slice(0, -1)) {
    add(`${verb} lock`, startKills(`${verb} lock`, []))
    add(`${verb} metadata`, startKills(`${verb} metadata`, []))
    add(`${verb} claim`, startKills(`${verb} claim`, [0, 5, 9]))
  }
  for (const point of ['remove lock', 'remove claim']) add(point, startKills(point, [0, 5, 9]))
  return targets
}

/** What creating a file atomically does. */
const creation = ['create', 'write', 'sync', 'link', 'unlink the temporary of', 'sync the folder of']

/** Batch 0 and its re-run, one in the middle, one that compacts and its re-run (all of the last ones purge). */
function batchKills(point: string): Kill[] {
  return [0, 0, 5, 9, 9, 11].map((epoch) => ({ point, epoch }))
}

/**
 * At the start of a process, twice in a row, at several places of the job's life.
 *
 * @param after batches in which another kill has to come first; none: the job's very first start is killed too
 * @param before where that other kill is
 */
function startKills(point: string, after: readonly number[], before = 'before:run'): Kill[] {
  const twice = [-1, -1].map((epoch) => ({ point, epoch }))
  if (after.length === 0) return [...twice, ...startKills(point, [5, 9])]
  return after.flatMap((epoch) => [{ point: before, epoch }, ...twice])
}
