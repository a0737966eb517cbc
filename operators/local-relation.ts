/**
 * Rows given in the program, once in each epoch.
 *
 * State: none. Carries no watermark. It has no input: the plan itself begins and ends its epochs.
 *
 * @example
 * localRelation.node({ fields: [field('n', intType)], rows: [[1], [2]] })
 *
 * @module
 */
import { batchOf } from '../lib/columnar/builder.ts'
import { makeNode } from '../lib/plan/node.ts'
import type { Node, NodeOptions } from '../lib/plan/nodes.ts'
import type { Physical } from '../lib/plan/operator.ts'
import { Schema } from '../lib/types/schema.ts'

type Options = NodeOptions['localRelation']

const definition: Physical<Options> = {
  name: 'localRelation',
  inputs: 0,
  state: 'none',
  schema: ({ fields }) => new Schema(fields),
  describe: ({ fields }) => `LocalRelation [${fields.map((field) => field.name).join(', ')}]`,
  start: ({ rows }, { output }) => ({
    onBatch() {},
    onBarrier(epoch, out) {
      if (rows.length > 0) out.batch(batchOf(output, rows))
      out.barrier(epoch)
    },
  }),
}

/** The operator; frames of it are made by `createDataFrame`. */
export const localRelation = { definition, node: (options: Options): Node => makeNode('localRelation', options) }
