/**
 * Passes its input's only row on and refuses a second one: the value of a scalar subquery.
 *
 * State: none; it counts the rows of the epoch. Watermarks and barriers pass.
 *
 * @example
 * highest$.pipe(singleRow())
 *
 * @module
 */
import { MillraceError } from '../lib/errors.ts'
import { defineOperator } from '../lib/plan/define-operator.ts'
import type { NodeOptions } from '../lib/plan/nodes.ts'
import type { Physical } from '../lib/plan/operator.ts'
import type { Schema } from '../lib/types/schema.ts'

const definition: Physical<NodeOptions['singleRow']> = {
  name: 'singleRow',
  inputs: 1,
  state: 'none',
  schema: (_, [input]) => input as Schema,
  describe: () => 'SingleRow',
  needs: (_, wanted) => [wanted],
  origin: (_, column) => [{ port: 0, column }],
  start() {
    let rows = 0
    return {
      onBatch(batch, out) {
        rows += batch.selected
        if (rows > 1) {
          throw new MillraceError(
            'SCALAR_SUBQUERY_TOO_MANY_ROWS',
            'More than one row returned by a subquery used as an expression.',
            { sqlState: '21000' },
          )
        }
        out.batch(batch)
      },
      onBarrier(epoch, out) {
        rows = 0
        out.barrier(epoch)
      },
    }
  },
}

/** SQL makes it; there is no method for it. */
export const singleRow = defineOperator(definition, () => ({}))
