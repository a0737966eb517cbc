/**
 * Leaves out the first n rows of a static frame. On a stream it is refused, as in Spark.
 *
 * State: none. Watermarks and barriers pass.
 *
 * @example
 * readings.pipe(offset(10))
 *
 * @module
 */
import { allRows } from '../lib/columnar/gather.ts'
import { MillraceError } from '../lib/errors.ts'
import { unsupportedOperation } from '../lib/plan/analyze/check-query.ts'
import { defineOperator } from '../lib/plan/define-operator.ts'
import type { NodeOptions } from '../lib/plan/nodes.ts'
import type { Physical } from '../lib/plan/operator.ts'
import type { Schema } from '../lib/types/schema.ts'

const definition: Physical<NodeOptions['offset']> = {
  name: 'offset',
  inputs: 1,
  state: 'none',
  schema({ n }, [input]) {
    if (Number.isInteger(n) && n >= 0) return input as Schema
    throw new MillraceError(
      'INVALID_LIMIT_LIKE_EXPRESSION.IS_NEGATIVE',
      `The limit like expression "${n}" is invalid. The offset expression must be equal to or greater than 0, but got ${n}.`,
      { sqlState: '42K0E', parameters: { name: 'offset', expr: `"${n}"`, v: `${n}` } },
    )
  },
  describe: ({ n }) => `GlobalOffset ${n}`,
  needs: (_, wanted) => [wanted],
  origin: (_, column) => [{ port: 0, column }],
  refuse(_, { streaming }) {
    // Golden `err-offset`.
    if (streaming[0]) throw unsupportedOperation('Offset is not supported on streaming DataFrames/Datasets')
  },
  start({ n }) {
    let left = n
    return {
      onBatch(batch, out) {
        const skipped = Math.min(left, batch.selected)
        left -= skipped
        if (skipped === batch.selected) return
        if (skipped === 0) return out.batch(batch)
        const rows = batch.selection ?? allRows(batch.length)
        out.batch(batch.select(rows.slice(skipped, batch.selected), batch.selected - skipped))
      },
      onBarrier(epoch, out) {
        // A static side of a query is read anew in each epoch.
        left = n
        out.barrier(epoch)
      },
    }
  },
}

/** @param n rows, 0 or more */
export const offset = defineOperator(definition, (n: number) => ({ n }))
