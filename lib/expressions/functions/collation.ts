import { stringType } from '../../types/types.ts'
import { checkCount, exactArgument } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { ScalarFunction } from '../scalar-function.ts'

/** Of `collation(x COLLATE name)` the binder knows the answer; all other texts are of one collation. */
export const collation: ScalarFunction = {
  name: 'collation',
  summary: 'The name of the collation that a text is compared by.',
  bind(args, context) {
    checkCount(args, 1, 1, context)
    const text = exactArgument(args[0] as Bound, 0, 'string', context)
    return { args: [text], type: stringType, nullable: false }
  },
  nulls: 'custom',
  evaluate: () => 'SYSTEM.BUILTIN.UTF8_BINARY',
}
