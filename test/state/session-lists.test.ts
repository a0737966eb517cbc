import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { vectorOf } from '../../lib/columnar/builder.ts'
import type { Int64Vector } from '../../lib/columnar/vector.ts'
import { SessionLists } from '../../lib/state/session-lists.ts'
import { timestampType } from '../../lib/types/types.ts'

interface Row {
  readonly key: number
  readonly start: bigint
  readonly gap: bigint
}

/** Around the border of a low word, so that words are compared as they must be. */
const time = fc.integer({ min: 0, max: 40 }).map((one) => 2n ** 32n * 3n - 20n + BigInt(one))
const row = fc.record<Row>({
  key: fc.integer({ min: 0, max: 2 }),
  start: fc.oneof({ weight: 6, arbitrary: time }, { weight: 1, arbitrary: time.map((one) => -one) }),
  gap: fc.integer({ min: 1, max: 6 }).map(BigInt),
})

type Interval = readonly [start: bigint, end: bigint]

/** Unions of intervals that touch. */
function union(intervals: readonly Interval[]): readonly Interval[] {
  const done: Interval[] = []
  for (const [start, end] of [...intervals].sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0))) {
    const last = done.at(-1)
    if (!last || start > last[1]) done.push([start, end])
    else if (end > last[1]) done[done.length - 1] = [last[0], end]
  }
  return done
}

const times = (values: readonly bigint[]): Int64Vector => vectorOf(timestampType, values) as Int64Vector

function place(lists: SessionLists, rows: readonly Row[]): Int32Array {
  const sessions = new Int32Array(rows.length)
  const keys = Int32Array.from(rows, (one) => one.key)
  const starts = times(rows.map((one) => one.start))
  lists.place(keys, 3, starts, times(rows.map((one) => one.start + one.gap)), undefined, rows.length, sessions)
  return sessions
}

/** Intervals of a key, as the lists hold them. */
function held(lists: SessionLists): readonly (readonly Interval[])[] {
  const ids = lists.ids()
  const starts = lists.starts(ids, ids.length).values
  const ends = lists.ends(ids, ids.length).values
  return [0, 1, 2].map((key) => {
    const own = [...ids.keys()].filter((at) => lists.keyOf(ids[at] as number) === key)
    expect(lists.count(key)).toBe(own.length)
    const intervals = own.map((at): Interval => [starts[at] as bigint, ends[at] as bigint])
    return intervals.sort((a, b) => (a[0] < b[0] ? -1 : 1))
  })
}

const byStart = (rows: readonly Row[]) => rows.toSorted((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0))

describe.each([
  ['in any order', false],
  ['in order of start', true],
])('sessions of rows %s', (_, ordered) => {
  test('are the unions of their intervals, over batches, removals and restarts; rows follow their session', () => {
    const step = fc.record({ rows: fc.array(row, { maxLength: 10 }), remove: fc.boolean(), restart: fc.boolean() })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
        let lists = new SessionLists(ordered)
        let model: readonly (readonly Interval[])[] = [[], [], []]
        for (const { rows: given, remove, restart } of steps) {
          const rows = ordered ? byStart(given) : given
          const sessions = place(lists, rows)
          for (const session of sessions) expect(lists.has(session)).toBe(true)
          lists.join()
          for (let i = 0; i < lists.joinedCount; i++) {
            const [into, from] = [lists.into[i] as number, lists.from[i] as number]
            expect(lists.has(from)).toBe(false)
            for (const [at, session] of sessions.entries()) if (session === from) sessions[at] = into
          }
          lists.release()
          model = model.map((intervals, key) =>
            union([
              ...intervals,
              ...rows.filter((one) => one.key === key).map((one): Interval => [one.start, one.start + one.gap]),
            ]),
          )
          expect(held(lists)).toEqual(model)
          for (const [at, session] of sessions.entries()) {
            const [start = 0n] = lists.starts(Int32Array.of(session), 1).values
            const [end = 0n] = lists.ends(Int32Array.of(session), 1).values
            const { key, start: own, gap } = rows[at] as Row
            expect([lists.keyOf(session), start <= own, end >= own + gap]).toEqual([key, true, true])
          }
          const [first] = lists.ids()
          if (remove && first !== undefined) {
            const [start] = lists.starts(Int32Array.of(first), 1).values
            const key = lists.remove(first)
            model = model.map((intervals, at) => intervals.filter((one) => at !== key || one[0] !== start))
            expect(held(lists)).toEqual(model)
          }
          if (restart) lists = restored(lists, ordered)
        }
      }),
      { numRuns: 400 },
    )
  })
})

function restored(lists: SessionLists, ordered: boolean): SessionLists {
  const again = new SessionLists(ordered)
  const ids = lists.ids()
  const keys = ids.map((session) => lists.keyOf(session))
  again.restore(ids, keys, 3, lists.starts(ids, ids.length), lists.ends(ids, ids.length))
  return again
}

describe('sessions', () => {
  const rowOf = (start: number, gap: number): Row => ({ key: 0, start: BigInt(start), gap: BigInt(gap) })

  test('that touch are one; that are a µs apart are two', () => {
    const lists = new SessionLists(false)
    place(lists, [rowOf(0, 5), rowOf(5, 5), rowOf(11, 5)])
    lists.join()
    expect(held(lists)[0]).toEqual([
      [0n, 10n],
      [11n, 16n],
    ])
  })

  test('are joined in order of start, the first taking in the others', () => {
    const lists = new SessionLists(true)
    const [a, c] = place(lists, [rowOf(0, 3), rowOf(20, 3)])
    lists.join()
    const [b, d] = place(lists, [rowOf(3, 17), rowOf(15, 1)])
    expect([b, d]).toEqual([a, a])
    lists.join()
    expect([[...lists.into.subarray(0, lists.joinedCount)], [...lists.from.subarray(0, lists.joinedCount)]]).toEqual([
      [a],
      [c],
    ])
  })

  test('a row that begins earlier stands apart until sessions are joined, where order shows', () => {
    const lists = new SessionLists(true)
    const [old] = place(lists, [rowOf(10, 5)])
    lists.join()
    const [early, late] = place(lists, [rowOf(7, 5), rowOf(11, 5)])
    expect([early === old, late]).toEqual([false, old])
    lists.join()
    expect([lists.into[0], lists.from[0], lists.joinedCount]).toEqual([early, old, 1])
  })

  test('counts saved sessions that nothing begins with any more', () => {
    const lists = new SessionLists(false)
    for (const session of place(lists, [rowOf(10, 5), rowOf(30, 5), rowOf(50, 5)])) lists.markSaved(session)
    place(lists, [rowOf(8, 5), rowOf(33, 20)])
    lists.join()
    // [10, 15) begins at 8 now, and [50, 55) has gone into [30, 55).
    expect(lists.replaced).toBe(2)
  })
})
