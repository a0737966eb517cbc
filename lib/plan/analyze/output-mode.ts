/** Output modes by the name a user gives. */
import type { OutputMode } from '../../connector/connector.ts'
import { MillraceError } from '../../errors.ts'

/**
 * Reads `append`, `update` or `complete`, in any case.
 *
 * @throws STREAMING_OUTPUT_MODE.INVALID (InternalOutputModes.scala; golden `err-bad-mode`)
 */
export function outputModeOf(text: string): OutputMode {
  const mode = text.toLowerCase()
  if (mode === 'append' || mode === 'update' || mode === 'complete') return mode
  throw new MillraceError(
    'STREAMING_OUTPUT_MODE.INVALID',
    `Invalid streaming output mode: ${text}. Accepted output modes are 'Append', 'Complete', 'Update'.`,
    { sqlState: '42KDE', parameters: { outputMode: text } },
  )
}
