/** The steps of `testQuery`. */
import { MillraceError } from '../errors.ts'
import type { StateOperatorProgress } from '../query/streaming-query-progress.ts'
import { durationMicros, parseDuration } from '../types/time/duration.ts'
import type { ExpectedRow, QueryRun } from './query-run.ts'
import { rowText } from './row-text.ts'
import type { CrashPoint } from './virtual-surroundings.ts'

/** One line of the story. */
export interface Step {
  /** As it is printed when a step fails. */
  readonly text: string
  take(run: QueryRun): Promise<void> | void
}

/** Adds rows to a memory stream; one batch sees them together. */
export function add<R>(stream: { addData(...rows: readonly R[]): void }, ...rows: readonly R[]): Step {
  return {
    text: `add ${rows.map((row) => rowText(row as ExpectedRow)).join(' ')}`,
    take: () => stream.addData(...rows),
  }
}

/**
 * The rows of all batches since the last look, in any order; none = no rows. Numbers and bigints are alike. In complete
 * mode the last table.
 */
export function expectNew(...rows: readonly ExpectedRow[]): Step {
  const wanted = rows.map(rowText).sort()
  return {
    text: `expectNew ${wanted.join(' ') || 'nothing'}`,
    async take(run) {
      const found = (await run.takeNew()).map(rowText).sort()
      if (found.join('\n') !== wanted.join('\n')) {
        throw failed(`expected ${wanted.join(' ') || 'no rows'}\ngot      ${found.join(' ') || 'no rows'}`)
      }
    },
  }
}

/** Counts of a stateful operator after the last batch: `{ numRowsTotal: 2 }`. @param operator by its place in the progress */
export function expectState(counts: Partial<StateOperatorProgress>, operator = 0): Step {
  return {
    text: `expectState ${JSON.stringify(counts)}`,
    async take(run) {
      const found = await run.stateOf(operator)
      for (const [name, value] of Object.entries(counts)) {
        if (found[name] !== value) throw failed(`expected ${name} ${value}\ngot      ${name} ${found[name]}`)
      }
    },
  }
}

/** Lets time pass, `'10 seconds'` or milliseconds, with every trigger that falls due in it. */
export function advanceClock(time: string | number): Step {
  const ms = typeof time === 'number' ? time : Number(durationMicros(parseDuration(time)) / 1000n)
  return { text: `advanceClock ${time}`, take: (run) => run.advance(ms) }
}

/** Stops the query. */
export function stop(): Step {
  return { text: 'stop', take: (run) => run.stop() }
}

/** Starts it again from its checkpoint. */
export function start(): Step {
  return { text: 'start', take: (run) => run.start() }
}

/**
 * Ends the query, as a crash does, when it comes to this place of the commit protocol with the next batch: rows that were
 * added right before it, else what falls due by the clock. Time passes until then, so that without new rows the clock
 * may stand behind a timer, a time-out or a time to live afterwards.
 */
export function crash(point: CrashPoint = 'before:commits'): Step {
  return { text: `crash ${point}`, take: (run) => run.crash(point) }
}

/** The query ends with this condition, or an error whose message has this text. */
export function expectError(conditionOrText: string): Step {
  return {
    text: `expectError ${conditionOrText}`,
    async take(run) {
      const failure = await run.failure()
      for (let at: unknown = failure; at instanceof Error; at = at.cause) {
        if (at.message.includes(conditionOrText)) return
        if (at instanceof MillraceError && at.condition === conditionOrText) return
      }
      throw failed(`expected ${conditionOrText}\ngot      ${failure.message}`)
    },
  }
}

function failed(message: string): MillraceError {
  return new MillraceError('MILLRACE_TEST_QUERY', message)
}
