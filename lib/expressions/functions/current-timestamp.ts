import { timestampType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'

export const currentTimestamp: ScalarFunction = {
  name: 'current_timestamp',
  aliases: ['now'],
  summary: 'The time of the batch, the same for all its rows and when it runs again.',
  // Spark's `CurrentBatchTimestamp`, which a stream's plan has in its place, is Nondeterministic: constant within a batch,
  // but not folded when the plan is made, and no filter is pushed below a projection that has it.
  deterministic: false,
  bind: signature({ takes: [], gives: timestampType }),
  evaluate: (_, __, evaluation) => evaluation.batchTime,
}
