/** Row steps as a running stage. */

import type { Pool } from '../columnar/pool.ts'
import { compileRows } from '../expressions/code/compile-rows.ts'
import type { Evaluation } from '../expressions/evaluation.ts'
import type { FunctionRegistry } from '../expressions/function-registry.ts'
import type { RowStep } from '../expressions/row-step.ts'
import type { Processor } from '../stream/processor.ts'
import type { Schema } from '../types/schema.ts'

/** What compiled rows work with. */
export interface RowsContext {
  readonly functions: FunctionRegistry
  readonly evaluation: Evaluation
  readonly pool: Pool
}

/** A stage that puts each batch through one compiled loop; nothing leaves it for a batch without surviving rows. */
export function rowsProcessor(
  steps: readonly RowStep[],
  input: Schema,
  output: Schema,
  context: RowsContext,
): Processor {
  const rows = compileRows(steps, input, output, context)
  return {
    onBatch(batch, out) {
      const result = rows(batch)
      if (result !== undefined) out.batch(result)
    },
  }
}
