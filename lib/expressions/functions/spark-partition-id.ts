import { intType } from '../../types/types.ts'
import { checkCount } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'

export const sparkPartitionId: ScalarFunction = {
  name: 'spark_partition_id',
  summary: 'The number of the partition, of which there is just one: 0.',
  deterministic: false,
  bind(args, context) {
    checkCount(args, 0, 0, context)
    return { args, type: intType, nullable: false }
  },
  evaluate: () => 0,
}
