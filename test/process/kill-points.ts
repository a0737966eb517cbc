/**
 * Ends the process, as `kill -9` would, at a point with a name: a step of the commit protocol, or just before one call to
 * the disk. Runs inside the job that is to be killed.
 */
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import type { Surroundings } from '../../index.ts'

/** Where to kill: the first time the point is passed in this epoch or a later one (−1: outside of epochs too). */
export interface Kill {
  readonly point: string
  readonly epoch: number
  /** Stands still there instead, until somebody else kills it. */
  readonly stays?: boolean
}

/** The path of an open file, by its handle. */
const open = new Map<number, string>()
/** Temporary files this process made: what else it removes of the kind, a killed one has left. */
const made = new Set<string>()
const write = fs.writeSync
const exists = fs.existsSync
let epoch = -1

/**
 * Sets the trap. Names of points: `before:STEP`, `after:STEP`, and for the disk `VERB PLACE`, as `link offsets`.
 *
 * @param folder of the job: checkpoint in `checkpoint`, output in `output`
 * @param pass called at each point instead, for a list of them
 * @returns the probe to be put into the session's surroundings
 */
export function setKill(
  folder: string,
  kill: Kill | undefined,
  pass?: (point: string, epoch: number) => void,
): NonNullable<Surroundings['probe']> {
  const reach = (point: string) => {
    pass?.(point, epoch)
    if (point !== kill?.point || epoch < kill.epoch) return
    write(1, `${JSON.stringify({ point, epoch } satisfies Kill)}\n`)
    if (kill.stays) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
    process.kill(process.pid, 'SIGKILL')
  }
  watchDisk((verb, path) => {
    const place = path.startsWith(folder) ? placeOf(path.slice(folder.length + 1)) : undefined
    if (place !== undefined) reach(`${verb} ${place}`)
  })
  return (point, now) => {
    epoch = now
    reach(point)
  }
}

/** What a path of the job is; undefined for its input. */
function placeOf(path: string): string | undefined {
  const [top, second = '', third = ''] = path.split('/')
  const compact = path.includes('.compact') ? ' compaction' : ''
  if (top === 'output') {
    if (second.startsWith('_millrace_staging')) return 'staging'
    return second === '_spark_metadata' ? `sink log${compact}` : 'output'
  }
  if (top !== 'checkpoint') return undefined
  if (second.startsWith('.millrace-lock-') || second.startsWith('..millrace-lock-')) return 'claim'
  if (second.includes('millrace-lock')) return 'lock'
  if (second.includes('metadata')) return 'metadata'
  if (second === 'sources') return third === '' ? 'sources' : `source log${compact}`
  return second === 'millrace-state' ? 'state' : second === '' ? 'checkpoint' : second
}

/** Calls `before` with each change that the local file system is about to make. */
function watchDisk(before: (verb: string, path: string) => void): void {
  const { openSync, writeSync, fsyncSync, linkSync, renameSync, unlinkSync, mkdirSync } = fs
  Object.assign(fs, {
    openSync(path: string, flags: string) {
      if (flags !== 'r') before('create', path)
      const handle = openSync(path, flags)
      open.set(handle, path)
      if (flags === 'wx') made.add(path)
      return handle
    },
    writeSync(handle: number, ...rest: readonly [NodeJS.ArrayBufferView, number, number]) {
      before('write', open.get(handle) ?? '')
      return writeSync(handle, ...rest)
    },
    fsyncSync(handle: number) {
      const path = open.get(handle) ?? ''
      before(fs.fstatSync(handle).isDirectory() ? 'sync the folder of' : 'sync', path)
      fsyncSync(handle)
    },
    linkSync(from: string, to: string) {
      before('link', to)
      linkSync(from, to)
    },
    renameSync(from: string, to: string) {
      before('move to', to)
      renameSync(from, to)
    },
    unlinkSync(path: string) {
      const own = made.delete(path)
      before(own ? 'unlink the temporary of' : path.endsWith('.tmp') ? 'clear the temporary of' : 'remove', path)
      unlinkSync(path)
    },
    mkdirSync(path: string, options: { readonly recursive: true }) {
      if (!exists(path)) before('make the folder of', path)
      return mkdirSync(path, options)
    },
  })
  syncBuiltinESMExports()
}
