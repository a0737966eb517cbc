import { booleanType } from '../../types/types.ts'
import { sameType } from '../binder/operands.ts'
import { checkCount } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import { boundText } from '../bound-text.ts'
import { callText } from '../call-text.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { if_ } from './if.ts'
import { isNotNull } from './is-not-null.ts'

/** `if(isnotnull(a), b, c)`, as which Spark runs it. */
export const nvl2: ScalarFunction = {
  name: 'nvl2',
  summary: 'The second value when the first is not null, else the third.',
  bind(args, context) {
    checkCount(args, 3, 3, context)
    const [then, other] = sameType(args.slice(1), context) as readonly [Bound, Bound]
    const tested = args[0] as Bound
    const condition: Bound = { kind: 'call', name: isNotNull.name, args: [tested], type: booleanType, nullable: false }
    const nullable = then.nullable || other.nullable
    return {
      name: if_.name,
      args: [condition, then, other],
      type: then.type,
      nullable,
      text: callText(context.name, args.map(boundText)),
    }
  },
  nulls: 'custom',
  lazy: true,
  evaluate: if_.evaluate,
}
