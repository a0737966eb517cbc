import { MillraceError } from '../../../lib/errors.ts'
import { NotThereYet } from './plan-frame.ts'

/** Throws NotThereYet when an error says that a function is not known (and Spark knows it, or the case would say so). */
export function missingFunction(error: unknown): void {
  if (!(error instanceof MillraceError) || error.condition !== 'UNRESOLVED_ROUTINE') return
  throw new NotThereYet(`function ${error.parameters['routineName'] ?? error.message}`)
}
