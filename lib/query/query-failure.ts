/** What ends a query, as its user sees it. */
import type { Offset } from '../connector/connector.ts'
import { MillraceError } from '../errors.ts'
import { prettyId } from './streaming-query.ts'

interface Named {
  readonly id: string
  readonly runId: string
  readonly name: string | undefined
}

/** From where to where the batch that failed was to read, one offset per source: `[{"logOffset":0}, -]`, as Spark prints it. */
export interface FailedRange {
  readonly startOffset: string
  readonly endOffset: string
}

/**
 * Spark's StreamingQueryException: STREAM_FAILED, with what happened as its `cause`, and the offsets when they are known:
 * in the parameters, and at the end of the message, so that a log tells what the batch was to read.
 */
export function streamFailed(query: Named, cause: unknown, range: FailedRange | undefined): MillraceError {
  const message = causeText(cause)
  const text = `Query ${prettyId(query)} terminated with exception: ${message}`
  const where =
    range === undefined ? '' : `\nThe batch was to read the offsets ${range.startOffset} to ${range.endOffset}`
  return new MillraceError('STREAM_FAILED', `${text}${where}`, {
    sqlState: 'XXKST',
    parameters: { id: query.id, runId: query.runId, message, ...range },
    cause,
  })
}

/** Offsets of a query's sources, in their order, as Spark's OffsetSeq prints them. */
export function offsetsText(offsets: readonly (Offset | undefined)[]): string {
  return `[${offsets.map((offset) => (offset === undefined ? '-' : JSON.stringify(offset))).join(', ')}]`
}

/** The cause as Spark prints it: with its condition and SQLSTATE, but for Spark's errors that have none. */
export function causeText(cause: unknown): string {
  if (cause instanceof MillraceError) return cause.condition.startsWith('MILLRACE_') ? cause.message : cause.toString()
  return cause instanceof Error ? cause.message : String(cause)
}

/** The first condition down the chain of causes. */
export function conditionOf(error: unknown): string | null {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at instanceof MillraceError && at.condition !== 'STREAM_FAILED') return at.condition
  }
  return error instanceof MillraceError ? error.condition : null
}

/** Did this come from stopping the query? */
export function isAbort(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) if (at.name === 'AbortError') return true
  return false
}
