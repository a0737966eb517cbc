/** Random streams: what arrives in each step of a scenario, with disorder, late rows, nulls and fractions of seconds. */
import fc from 'fast-check'
import type { Json } from '../../golden/runner/golden-value.ts'
import type { Additions, FileRows, Step } from '../../golden/runner/scenario.ts'

/** How a source names its columns: event time, key, number. */
export interface StreamColumns {
  readonly time: string
  readonly key: string
  readonly value: string
}

export const plainColumns: StreamColumns = { time: 'ts', key: 'k', value: 'v' }

/** The DDL of a source. */
export const streamSchema = ({ time, key, value }: StreamColumns): string =>
  `${time} timestamp, ${key} string, ${value} int`

/** A row before its step's place in time is known; `at` is in µs after that. */
interface LooseRow {
  readonly at: number | null
  readonly key: string | null
  readonly value: number | null
}

const start = Date.UTC(2024, 0, 1, 12)
const second = 1_000_000

/** Most times lie on whole seconds, so that they meet the edges of windows, gaps and watermarks. */
const fraction = fc.constantFrom(0, 0, 0, 0, 1, 200_000, 199_500, 999_999, 500_000)
const near = fc.tuple(fc.integer({ min: -12, max: 14 }), fraction).map(([whole, part]) => whole * second + part)
const late = fc.tuple(fc.integer({ min: -70, max: -20 }), fraction).map(([whole, part]) => whole * second + part)

const looseRow: fc.Arbitrary<LooseRow> = fc.record({
  at: fc.oneof(
    { weight: 14, arbitrary: near },
    { weight: 2, arbitrary: late },
    { weight: 1, arbitrary: fc.constant(null) },
  ),
  key: fc.constantFrom('a', 'a', 'b', 'b', 'c', null),
  value: fc.oneof(
    { weight: 10, arbitrary: fc.integer({ min: -4, max: 9 }) },
    { weight: 1, arbitrary: fc.constant(null) },
  ),
})

function time(micros: number): string {
  const whole = Math.floor(micros / second)
  const text = new Date(start + whole * 1000).toISOString().slice(0, 19)
  return `${text}.${String(micros - whole * second).padStart(6, '0')}Z`
}

function row({ at, key, value }: LooseRow, base: number, columns: StreamColumns): Json {
  return { [columns.time]: at === null ? null : time(base + at), [columns.key]: key, [columns.value]: value }
}

/** What a source gets in a step: nothing, one file (maybe without rows), or several. */
const arrival = fc.oneof(
  { weight: 5, arbitrary: fc.array(looseRow, { minLength: 1, maxLength: 6 }).map((one) => [one]) },
  { weight: 1, arbitrary: fc.constant([[]] as LooseRow[][]) },
  {
    weight: 3,
    arbitrary: fc.array(fc.array(looseRow, { minLength: 1, maxLength: 3 }), { minLength: 2, maxLength: 3 }),
  },
)

export interface StreamShape {
  /** Sources by name. */
  readonly sources: { readonly [name: string]: StreamColumns }
  /** No batch may read two files: the query tells which of several rows was the first. */
  readonly oneFileABatch: boolean
  readonly trigger: 'availableNow' | 'once' | undefined
  readonly maxFiles: boolean
  /** Most steps begin with a restart. */
  readonly restarts?: boolean
}

/** The steps of a scenario; the last brings every source so far ahead that whatever is open closes. */
export function randomSteps(shape: StreamShape): fc.Arbitrary<readonly Step[]> {
  const names = Object.keys(shape.sources)
  const single = shape.oneFileABatch && (shape.trigger === 'once' || !shape.maxFiles)
  const arrivals = fc.record(
    Object.fromEntries(names.map((name) => [name, single ? arrival.map((files) => files.slice(0, 1)) : arrival])),
    { requiredKeys: names.length === 1 ? names : [] },
  )
  const step = fc.record({
    arrivals,
    ahead: fc.constantFrom(4, 8, 8, 13, 20, 45),
    restart: shape.restarts ? fc.constantFrom(false, true, true) : fc.constantFrom(false, false, false, true),
    lose: fc.constantFrom(
      undefined,
      undefined,
      undefined,
      'commit' as const,
      // With a limit Spark takes the orphans and a batch's files at once, the package stays within the limit.
      shape.restarts && !shape.maxFiles ? ('offsets' as const) : undefined,
    ),
  })
  return fc.array(step, { minLength: 2, maxLength: 5 }).map((steps) => {
    let base = 0
    const all = steps.map(({ arrivals: files, ahead, restart, lose }, at): Step => {
      const add = additions(files, base, shape.sources)
      base += ahead * second
      // Before the first batch there is nothing to lose.
      const lost = at > 0 && lose && restart && Object.keys(steps[0]?.arrivals ?? {}).length > 0
      return {
        add,
        ...(restart && at > 0 && !shape.trigger ? { restart } : {}),
        ...(lost && !shape.trigger ? { lose } : {}),
      }
    })
    const last = Object.fromEntries(names.map((name) => [name, [[{ at: 0, key: 'z', value: 0 }]]]))
    return [...all, { add: additions(last, base + 200 * second, shape.sources) }]
  })
}

function additions(
  arrivals: { readonly [name: string]: readonly (readonly LooseRow[])[] },
  base: number,
  sources: StreamShape['sources'],
): Additions {
  return Object.fromEntries(
    Object.entries(arrivals).map(([name, files]) => {
      const written = files.map((rows): FileRows => rows.map((one) => row(one, base, sources[name] ?? plainColumns)))
      return [name, written.length === 1 ? (written[0] as FileRows) : { files: written }]
    }),
  )
}
