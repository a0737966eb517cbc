import { booleanType } from '../../types/types.ts'
import { comparisonOperands } from '../binder/operands.ts'
import { checkCount } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import { boundText } from '../bound-text.ts'
import { callText } from '../call-text.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { equal } from './equal.ts'
import { if_ } from './if.ts'

/** `if(a = b, null, a)`, as which Spark runs it. */
export const nullif: ScalarFunction = {
  name: 'nullif',
  summary: 'The first value, or null when it equals the second.',
  bind(args, context) {
    checkCount(args, 2, 2, context)
    const value = args[0] as Bound
    const [left, right] = comparisonOperands(args, context, false)
    const nullable = left.nullable || right.nullable
    const condition: Bound = { kind: 'call', name: equal.name, args: [left, right], type: booleanType, nullable }
    const nothing: Bound = { kind: 'literal', value: null, type: value.type, nullable: true }
    return {
      name: if_.name,
      args: [condition, nothing, value],
      type: value.type,
      nullable: true,
      text: callText(context.name, args.map(boundText)),
    }
  },
  nulls: 'custom',
  lazy: true,
  evaluate: if_.evaluate,
}
