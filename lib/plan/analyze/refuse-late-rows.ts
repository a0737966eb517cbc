/** Spark's refusal of stateful operators above others that may emit late rows (ifCannotBeFollowedByStatefulOperation). */
import type { MillraceError } from '../../errors.ts'
import type { RefusalContext } from '../operator.ts'
import { unsupportedOperation } from './check-query.ts'

/** `_LEGACY_ERROR_TEMP_3102` (golden `err-chained-agg-*`) */
function correctnessIssue(): MillraceError {
  return unsupportedOperation(
    "Detected pattern of possible 'correctness' issue due to global watermark. The query contains stateful operation " +
      'which can emit rows older than the current watermark plus allowed late record delay, which are "late rows" in ' +
      'downstream stateful operations and these rows can be discarded. Please refer the programming guide doc for more ' +
      'details. If you understand the possible risk of correctness issue and still need to run the query, you can disable ' +
      'this check by setting the config `spark.sql.streaming.statefulOperator.checkCorrectness.enabled` to false.',
  )
}

/** The check of a stateful operator that forgets by its watermark: what is below may give it rows that are late. */
export function refuseLateRows(context: RefusalContext): void {
  const { aggregatesBelow, lateRowsBelow, outputMode, checksCorrectness } = context
  if (!checksCorrectness) return
  if (lateRowsBelow || (aggregatesBelow && outputMode !== 'append')) throw correctnessIssue()
}
