/** A whole query in virtual time, its sources and its batches written as marbles. */
import { MillraceError } from '../errors.ts'
import { durationMicros, parseDuration } from '../types/time/duration.ts'
import { type MarbleFrame, type MarbleValues, marbleFrames, marblesOf } from './marble-frames.ts'
import { QueryRun, type TestQueryOptions } from './query-run.ts'
import { rowText } from './row-text.ts'

/** A memory stream, as far as marbles fill it. */
interface Filled {
  addData(...rows: readonly (readonly unknown[] | Readonly<Record<string, unknown>>)[]): void
}

export interface MarbleTest {
  /** Memory streams, each with the rows it has for each trigger. */
  readonly sources: readonly (readonly [stream: Filled, marbles: string])[]
  /** The rows of each trigger’s batches, in any order; in complete mode the table. Triggers behind its end give none. */
  readonly expected: string
  /** Rows by their character. A character without one is itself the only column, a digit as a number. */
  readonly values?: MarbleValues
  /** The condition or text of the error at `#`. */
  readonly error?: string
}

export interface MarbleOptions extends Omit<TestQueryOptions, 'trigger'> {
  /** The time from one character to the next, the trigger's interval: `'1 second'` unless given. */
  readonly frame?: string
}

/**
 * Runs the frame's query, a trigger for each character: the first when it starts, the others `frame` after each other. A
 * trigger sees the rows that stand at its place. Every line is read to the longest one's end.
 *
 * @throws MILLRACE_TEST_QUERY with the expected line, the one that came, and the rows of the first trigger that differs
 */
export async function testMarbles(
  frame: ConstructorParameters<typeof QueryRun>[0],
  options: MarbleOptions,
  test: MarbleTest,
): Promise<void> {
  const { frame: interval = '1 second', ...rest } = options
  const { values = {}, sources, expected, error } = test
  const intervalMs = Number(durationMicros(parseDuration(interval)) / 1000n)
  const inputs = sources.map(([stream, marbles]) => ({ stream, frames: marbleFrames(marbles, values) }))
  const wanted = marbleFrames(expected, values)
  const count = Math.max(wanted.length, ...inputs.map(({ frames }) => frames.length))
  const run = new QueryRun(frame, { ...rest, trigger: { processingTime: interval } })
  const found: MarbleFrame[] = []
  let failure: unknown
  try {
    for (let at = 0; at < count && failure === undefined; at++) {
      for (const { stream, frames } of inputs) addFrame(stream, frames[at])
      try {
        await (at === 0 ? run.start() : run.advance(intervalMs))
        found.push({ rows: await run.takeNew(), failed: false })
      } catch (cause) {
        failure = cause
        found.push({ rows: [], failed: true })
      }
    }
  } finally {
    await run.stop()
  }
  compare(wanted, found, values, failure)
  if (failure !== undefined && error !== undefined && !names(failure, error)) {
    throw new MillraceError('MILLRACE_TEST_QUERY', `expected ${error}\ngot      ${textOf(failure)}`, { cause: failure })
  }
}

function addFrame(stream: Filled, frame: MarbleFrame | undefined): void {
  if (frame?.failed)
    throw new MillraceError('MILLRACE_TEST_QUERY', "A memory stream cannot fail: '#' is for what comes out")
  if (frame && frame.rows.length > 0) stream.addData(...frame.rows)
}

function compare(
  wanted: readonly MarbleFrame[],
  found: readonly MarbleFrame[],
  values: MarbleValues,
  failure: unknown,
): void {
  const count = Math.max(wanted.length, found.length)
  const at = Array.from({ length: count }, (_, one) => one).find(
    (one) => rowsText(wanted[one]) !== rowsText(found[one]),
  )
  if (at === undefined) return
  const lines = [
    `expected ${marblesOf(wanted, values)}`,
    `got      ${marblesOf(found, values)}`,
    `At trigger ${at} (the first is 0)`,
    `expected ${rowsText(wanted[at]) || 'no rows'}`,
    `got      ${rowsText(found[at]) || 'no rows'}`,
    ...(failure === undefined ? [] : [textOf(failure)]),
  ]
  throw new MillraceError('MILLRACE_TEST_QUERY', `The batches are not the expected ones:\n${lines.join('\n')}`, {
    cause: failure,
  })
}

function rowsText(frame: MarbleFrame | undefined): string {
  if (frame?.failed) return 'an error'
  return (frame?.rows ?? []).map(rowText).sort().join(' ')
}

/** Does an error, or what caused it, have this condition or text? */
function names(error: unknown, conditionOrText: string): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at.message.includes(conditionOrText)) return true
    if (at instanceof MillraceError && at.condition === conditionOrText) return true
  }
  return false
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
