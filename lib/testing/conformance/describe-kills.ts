/** The conformance suite of real crashes: a job's process is killed by SIGKILL at the steps of the commit protocol. */
import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict'
import { spawn } from 'node:child_process'
import type { Probe } from '../../query/probe.ts'
import type { SqlValue } from '../../types/data-type.ts'
import type { Suite } from './suite.ts'

/** Where a job’s process kills itself: `before:sink-commit` in batch 1. */
export interface KillOrder {
  readonly point: Parameters<Probe>[0]
  readonly epoch: number
}

/** A job over a fresh place: at least three batches by availableNow, with a checkpoint that outlives its process. */
export interface KillSubject {
  /**
   * The program and its arguments, run by this Node: it starts the query with `killAt(order)` as its surroundings' probe
   * and ends when the query does.
   */
  command(order: KillOrder): readonly string[]
  /** What a reader sees now, in any order. */
  visible(): Promise<readonly (readonly SqlValue[])[]>
  /** What a reader sees of a job that nothing disturbed. */
  readonly expected: readonly (readonly SqlValue[])[]
  close?(): Promise<void>
}

export interface KillSuiteOptions {
  open(): Promise<KillSubject>
  /** Where to kill; all steps between which a sink is called unless given. */
  readonly points?: readonly KillOrder['point'][]
}

const allPoints: readonly KillOrder['point'][] = [
  'before:run',
  'after:run',
  'before:sink-commit',
  'after:sink-commit',
  'before:commits',
  'after:commits',
]

/** For `surroundings: { probe: killAt(order) }` of the job: ends its process at once, as a power cut does. */
export function killAt({ point, epoch }: KillOrder): Probe {
  return (at, of) => {
    if (at === point && of === epoch) process.kill(process.pid, 'SIGKILL')
  }
}

/**
 * A check for each point: the job is started again and again, killed there in the first batch, then the second, …, until it
 * ends by itself; then every row is to be there once.
 *
 * @param name for the titles: `orders` gives "the orders sink under kills"
 */
export function describeKills(name: string, { open, points = allPoints }: KillSuiteOptions): Suite {
  return {
    title: `the ${name} sink under kills`,
    checks: points.map((point) => ({
      name: `killed at ${point} of each batch in turn, a job loses and repeats no row`,
      async run() {
        const subject = await open()
        try {
          await killCheck(point, subject)
        } finally {
          await subject.close?.()
        }
      },
    })),
  }
}

async function killCheck(point: KillOrder['point'], subject: KillSubject): Promise<void> {
  let kills = 0
  for (;;) {
    const { signal, code, printed } = await ended(subject.command({ point, epoch: kills }))
    if (signal !== 'SIGKILL') {
      strictEqual(code, 0, `the job failed behind ${kills} kills:\n${printed}`)
      break
    }
    kills += 1
    ok(kills < 1000, 'the job is killed without end: it does not go on')
  }
  ok(kills > 1, `the job was killed ${kills} times: it needs killAt(order) as its probe, and three batches`)
  deepStrictEqual(sorted(await subject.visible()), sorted(subject.expected), `after ${kills} kills at ${point}`)
}

interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly printed: string
}

/** Runs a program to its end, by the Node that runs this. */
function ended(command: readonly string[]): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...command], { stdio: ['ignore', 'ignore', 'pipe'] })
    let printed = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      printed += text
    })
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code, signal, printed }))
  })
}

function sorted(rows: readonly (readonly SqlValue[])[]): readonly string[] {
  return rows.map((row) => row.map(String).join(', ')).sort()
}
