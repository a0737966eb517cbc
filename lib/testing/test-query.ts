/** A query told as a list of steps: what is added, what must come of it, when time passes, where it stops and starts. */
import { MillraceError } from '../errors.ts'
import { QueryRun, type TestQueryOptions } from './query-run.ts'
import type { Step } from './test-steps.ts'

/** What a frame must be to be tested. */
type TestedFrame = ConstructorParameters<typeof QueryRun>[0]

/**
 * Starts the frame's query and takes the steps one after another; stops it at the end. In virtual time nothing waits:
 * `options.on` are the surroundings that the frame's session was made with.
 *
 * @throws MILLRACE_TEST_QUERY with the list of steps, an arrow at the one that failed, and what it found
 */
export async function testQuery(frame: TestedFrame, options: TestQueryOptions, steps: readonly Step[]): Promise<void> {
  const run = new QueryRun(frame, options)
  let at = -1
  try {
    await run.start()
    for (const [index, step] of steps.entries()) {
      at = index
      await step.take(run)
    }
    at = steps.length
    await run.end()
  } catch (cause) {
    throw failedStep(steps, at, cause)
  } finally {
    await run.stop()
  }
}

function failedStep(steps: readonly Step[], at: number, cause: unknown): MillraceError {
  const texts = ['start the query', ...steps.map(({ text }) => text), 'end without an error']
  const list = texts.map((text, index) => `${index === at + 1 ? '==>' : '   '} ${text}`)
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new MillraceError('MILLRACE_TEST_QUERY', `A step failed:\n${list.join('\n')}\n${reason}`, { cause })
}
