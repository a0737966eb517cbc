/** The one error class, the assertion for our own bugs, and nothing else: every layer may import this file. */

/** Facts that go with an error: where it happened and what Spark calls it. All optional. */
export interface ErrorDetails {
  /** SQLSTATE, where Spark's condition has one. */
  readonly sqlState?: string
  /** Values of the condition's parameters, for programs that react to them. */
  readonly parameters?: Readonly<Record<string, string>>
  /** What led to it; printed by Node below the stack. */
  readonly cause?: unknown
}

/**
 * Everything millrace throws at its users.
 *
 * `condition` is Spark's error condition (`DIVIDE_BY_ZERO`, `STREAMING_OUTPUT_MODE.INVALID`, `_LEGACY_ERROR_TEMP_3102`)
 * where Spark 4.3 has one, else a name of ours that begins with `MILLRACE_`. The message says what was wrong, where, and
 * what to do instead: static text first, values last.
 */
export class MillraceError extends Error {
  override readonly name = 'MillraceError'
  readonly condition: string
  readonly sqlState: string | undefined
  readonly parameters: Readonly<Record<string, string>>

  constructor(condition: string, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.condition = condition
    this.sqlState = details.sqlState
    this.parameters = details.parameters ?? {}
  }

  /** `[CONDITION] message SQLSTATE: 22012`, the form in which Spark prints its errors. */
  override toString(): string {
    return `[${this.condition}] ${this.message}${this.sqlState === undefined ? '' : ` SQLSTATE: ${this.sqlState}`}`
  }
}

/**
 * Throws `MILLRACE_INTERNAL` when `condition` is false: a bug of ours, never a mistake of the user's.
 *
 * @param condition what must hold here
 * @param message what it means that it does not hold
 */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition)
    throw new MillraceError('MILLRACE_INTERNAL', `This is a bug in millrace, please report it: ${message}`)
}
