/** Session windows over random epochs give what sessions of whole rows give, however batches are cut. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { epochLines, type RandomEpoch, randomEpochs } from './random-epochs.ts'
import { bound, sessions } from './session-options.ts'
import { type EpochResult, runEpochs } from './stateful-stage.ts'

interface Row {
  readonly k: string | null
  readonly ts: number
  readonly gap: number
  readonly v: number | null
}

interface Session {
  readonly k: string | null
  readonly start: number
  readonly end: number
  readonly rows: readonly Row[]
}

const header = 'session:struct<start:timestamp,end:timestamp>!5 k:string v:long'
const line = ({ k, ts, gap, v }: Row): string => `[${ts},${ts + gap}] ${k} ${v}`
const row = fc.record<Row>({
  k: fc.constantFrom('a', 'b', null),
  ts: fc.integer({ min: 0, max: 40 }),
  gap: fc.constantFrom(1, 2, 5),
  v: fc.option(fc.integer({ min: -3, max: 9 }), { freq: 5 }),
})

/** Spark: rows in order of their start, after sessions that begin with them; what touches is one. */
function merged(before: readonly Session[], rows: readonly Row[]): readonly Session[] {
  const given = rows.map((one): Session => ({ k: one.k, start: one.ts, end: one.ts + one.gap, rows: [one] }))
  const done: Session[] = []
  for (const one of [...before, ...given].sort((a, b) => a.start - b.start)) {
    const at = done.findLastIndex(({ k }) => k === one.k)
    const last = done[at]
    if (!last || one.start > last.end) done.push(one)
    else done[at] = { ...last, end: Math.max(last.end, one.end), rows: [...last.rows, ...one.rows] }
  }
  return done
}

interface Outcome {
  readonly epochs: readonly EpochResult[]
}

function model(
  epochs: readonly RandomEpoch<Row>[],
  complete: boolean,
  printed: (session: Session) => string,
): Outcome['epochs'] {
  let held: readonly Session[] = []
  let lateAt = 0
  return epochs.map(({ rows, watermark }) => {
    const onTime = rows.filter(({ ts, gap }) => ts + gap > lateAt)
    const touched = new Set(onTime.map(({ k }) => k))
    const name = ({ k, start }: Session) => `${k} ${start}`
    const old = held.map(name)
    held = merged(held, onTime)
    const now = new Set(held.map(name))
    const gone = complete ? [] : held.filter(({ end }) => end <= watermark)
    const shown = complete ? held : gone
    const updated = held.filter(({ k }) => touched.has(k)).length
    held = held.filter((one) => !gone.includes(one))
    lateAt = watermark
    return {
      rows: shown.map(printed).sort(),
      metrics: {
        rowsTotal: held.length,
        rowsUpdated: updated,
        rowsRemoved: old.filter((one) => !now.has(one)).length + gone.length,
        rowsDroppedByWatermark: rows.length - onTime.length,
      },
    }
  })
}

const sum = (values: readonly (number | null)[]): string => {
  const present = values.filter((one) => one !== null)
  return present.length === 0 ? 'null' : `${present.reduce((a, b) => a + b, 0)}`
}
const values = ({ rows }: Session) => rows.map(({ v }) => v)
const keys = ({ k, start, end }: Session): string => `[${start},${end}] ${k}`

const scenario = fc.record({
  epochs: randomEpochs(row, 15),
  restarts: fc.uniqueArray(fc.integer({ min: 1, max: 6 })),
  reruns: fc.uniqueArray(fc.integer({ min: 1, max: 6 })),
})

describe.each([
  ['append', false],
  ['complete', true],
] as const)('session windows in %s mode', (outputMode, complete) => {
  test.each([
    [
      'whatever the order',
      [bound('count', []), bound('sum', [2])],
      (one: Session) => `${keys(one)} ${one.rows.length} ${sum(values(one))}`,
    ],
    [
      'in order of time',
      [bound('collect_list', [2])],
      (one: Session) => `${keys(one)} ${values(one).filter((v) => v !== null)}`,
    ],
  ] as const)('aggregate rows %s, in batches of any size, restarted and killed anywhere', (_, aggregates, printed) => {
    const run = { ...sessions({ keys: 2, session: 0, aggregates }), outputMode }
    fc.assert(
      fc.property(scenario, ({ epochs, restarts, reruns }) => {
        const expected = model(epochs, complete, printed)
        for (const size of [1, 2, 7, 1000]) {
          expect(runEpochs(run, header, epochLines(epochs, line, size))).toEqual(expected)
        }
        expect(runEpochs(run, header, epochLines(epochs, line, 3), restarts, reruns)).toEqual(expected)
      }),
      { numRuns: 100 },
    )
  })
})
