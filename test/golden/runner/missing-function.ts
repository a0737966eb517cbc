import { MillraceError } from '../../../lib/errors.ts'
import { NotThereYet } from './plan-frame.ts'

/** Throws NotThereYet when an error says that the package lacks one of Spark's functions. */
export function missingFunction(error: unknown): void {
  if (!(error instanceof MillraceError) || error.condition !== 'MILLRACE_UNSUPPORTED_FUNCTION') return
  throw new NotThereYet(`function ${error.parameters['functionName'] ?? error.message}`, error.message)
}
