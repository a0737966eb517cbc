/** Frames of every width against loops; Spark's own answers are in test/golden/sql/window-frames.json. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { stoppedSessions } from '../../session/sessions.ts'

const begin = stoppedSessions()

type Row = readonly [id: number, k: number, v: number | null, s: string | null]

/** The results of a frame, row by row. */
function expected(rows: readonly Row[], at: number, lower: number, upper: number): readonly unknown[] {
  const part = rows.filter(([, k]) => k === rows[at]?.[1])
  const place = part.indexOf(rows[at] as Row)
  const frame = part.slice(Math.max(0, place + lower), Math.max(0, place + upper + 1))
  const values = frame.flatMap(([, , v]) => (v === null ? [] : [v]))
  const odd = values.filter((v) => v % 2 !== 0)
  const texts = frame.flatMap(([, , , s]) => (s === null ? [] : [s])).sort()
  const sum = (of: readonly number[]) => (of.length === 0 ? null : BigInt(of.reduce((a, b) => a + b, 0)))
  return [
    BigInt(frame.length),
    sum(values),
    sum(odd),
    values.length === 0 ? null : Math.max(...values),
    texts[0] ?? null,
    texts.at(-1) ?? null,
  ]
}

const row = fc.tuple(
  fc.nat(1),
  fc.option(fc.integer({ min: -9, max: 9 })),
  fc.option(fc.constantFrom('', 'a', 'b', 'ab', 'c')),
)

test('aggregates over frames that move on are those of the frames, long ones and short ones', async () => {
  const { session } = begin()
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { minLength: 1, maxLength: 260 }),
      fc.integer({ min: -120, max: 40 }),
      fc.nat(200),
      async (given, lower, width) => {
        const rows = given.map(([k, v, s], id): Row => [id, k, v, s])
        const upper = lower + width
        const end = (of: number) => `${Math.abs(of)} ${of < 0 ? 'PRECEDING' : 'FOLLOWING'}`
        const over = `OVER (PARTITION BY k ORDER BY id ROWS BETWEEN ${end(lower)} AND ${end(upper)})`
        const made = await session
          .createDataFrame(rows as never[], 'id INT, k INT, v INT, s STRING')
          .selectExpr(
            'id',
            ...['count(*)', 'sum(v)', 'sum(v) FILTER (WHERE v % 2 <> 0)', 'max(v)', 'min(s)', 'max(s)'].map(
              (call, at) => `${call} ${over} AS r${at}`,
            ),
          )
          .orderBy('id')
          .collect()
        const results = made.map((one) => Object.values(one as object).slice(1))
        expect(results).toEqual(rows.map((_, at) => expected(rows, at, lower, upper)))
      },
    ),
    { numRuns: 40 },
  )
})

test('frames from each row to the end of the partition', async () => {
  const { session } = begin()
  const over = 'OVER (ORDER BY id ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)'
  const sums = await session.sql(`SELECT id, sum(id) ${over} AS s, max(id) ${over} AS m FROM range(3000) ORDER BY id`)
  const rows = (await sums.collect()) as unknown as readonly { id: bigint; s: bigint; m: bigint }[]
  const total = (2999n * 3000n) / 2n
  expect(rows.every(({ id, s, m }) => s === total - (id * (id - 1n)) / 2n && m === 2999n)).toBe(true)
})

test('a sum that overflows in parts of frames only, added from another end, is the frames’ own', async () => {
  const { session } = begin()
  const pattern = [-9223372036854775808n, 9223372036854775807n, 1n]
  const rows = Array.from({ length: 900 }, (_, id) => [id, pattern[id % 3]])
  const made = await session
    .createDataFrame(rows as never[], 'id INT, v BIGINT')
    .selectExpr('sum(v) OVER (ORDER BY id DIV 3 RANGE BETWEEN 90 PRECEDING AND CURRENT ROW) AS s')
    .distinct()
    .collect()
  expect(made).toEqual([{ s: 0n }])
})
