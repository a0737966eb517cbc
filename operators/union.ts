/**
 * Rows of both inputs, by position or by name; duplicates stay. Columns of different types are widened to their common
 * one; names and the event-time tag are the first input's.
 *
 * State: none. The watermark is the minimum over the inputs that carry one, barriers are aligned.
 *
 * @example
 * oslo$.pipe(union(bergen$))
 *
 * @module
 */

import { RecordBatch } from '../lib/columnar/record-batch.ts'
import { unsupportedOperation } from '../lib/plan/analyze/check-query.ts'
import { defineJoin } from '../lib/plan/define-operator.ts'
import type { NodeOptions } from '../lib/plan/nodes.ts'
import type { Physical } from '../lib/plan/operator.ts'
import { unionColumns, unionSteps } from '../lib/plan/union-columns.ts'
import { Schema } from '../lib/types/schema.ts'

const definition: Physical<NodeOptions['union']> = {
  name: 'union',
  inputs: 2,
  state: 'none',
  schema: (options, inputs) =>
    new Schema(unionColumns(inputs as readonly [Schema, Schema], options).map((column) => column.field)),
  describe: ({ byName, allowMissingColumns }) => `Union ${byName}, ${allowMissingColumns}`,
  adapt: (options, inputs, binder) => unionSteps(inputs as readonly [Schema, Schema], options, binder),
  needs: (_, wanted) => [wanted, wanted],
  origin: (_, column) => [
    { port: 0, column },
    { port: 1, column },
  ],
  passes: () => true,
  refuse(_, { streaming }) {
    // Golden `err-union-static`.
    if (streaming[0] !== streaming[1])
      throw unsupportedOperation('Union between streaming and batch DataFrames/Datasets is not supported')
  },
  start: (_, { output }) => ({
    onBatch(batch, out) {
      const { columns, length, selection, selected } = batch
      out.batch(new RecordBatch(output, columns, length, { selection, selected, parent: batch }))
    },
  }),
}

/** By position. */
export const union = defineJoin(definition, () => ({ byName: false, allowMissingColumns: false }))

/** By name; with `allowMissingColumns` what one side does not have is null there. */
export const unionByName = defineJoin(definition, (allowMissingColumns: boolean = false) => ({
  byName: true,
  allowMissingColumns,
}))
