/** Which plans stream, and what may be done with one that does. */
import { MillraceError } from '../../errors.ts'
import type { Node } from '../nodes.ts'

/** Does any source below stream? */
export function isStreaming(node: Node): boolean {
  if (node.op === 'source') return (node as Node<'source'>).options.streaming
  return node.inputs.some(isStreaming)
}

/**
 * Refuses show, collect, count and every other eager action on a streaming frame.
 *
 * Spark: UnsupportedOperationChecker.checkForBatch (golden `err-action-*`).
 */
export function refuseAction(node: Node): void {
  if (!isStreaming(node)) return
  throw new MillraceError(
    '_LEGACY_ERROR_TEMP_3102',
    'Queries with streaming sources must be executed with writeStream.start(), or from a streaming table or flow definition within a Spark Declarative Pipeline.',
  )
}
