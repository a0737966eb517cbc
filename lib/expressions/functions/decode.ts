import type { SqlValue } from '../../types/data-type.ts'
import { booleanType, stringType } from '../../types/types.ts'
import { wrongArgumentCount } from '../binder/mismatch.ts'
import { comparisonOperands, sameType } from '../binder/operands.ts'
import { castArgument } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { BindContext, BoundParts, ScalarFunction } from '../scalar-function.ts'
import { equalNullSafe } from './equal-null-safe.ts'
import { decodeText } from './text/charset.ts'
import { when } from './when.ts'

/** `decode(value, search, result, …, default)` is a CASE whose comparisons take null as equal to null. */
function bindCase(args: readonly Bound[], context: BindContext): BoundParts {
  const [value, ...rest] = args as readonly [Bound, ...Bound[]]
  const pairs = Math.floor(rest.length / 2)
  const hasDefault = rest.length % 2 === 1
  const given = rest.filter((_, at) => (at < pairs * 2 ? at % 2 === 1 : true))
  const results = sameType(given, context)
  const branches = Array.from({ length: pairs }, (_, at): readonly Bound[] => {
    const operands = comparisonOperands([value, rest[at * 2] as Bound], context, false)
    const condition: Bound = {
      kind: 'call',
      name: equalNullSafe.name,
      args: operands,
      type: booleanType,
      nullable: false,
    }
    return [condition, results[at] as Bound]
  })
  return {
    name: when.name,
    args: [...branches.flat(), ...results.slice(pairs)],
    type: (results[0] as Bound).type,
    nullable: !hasDefault || results.some((result) => result.nullable),
    text: context.text,
  }
}

export const decode: ScalarFunction = {
  name: 'decode',
  summary:
    'The text of bytes in a character set; with more arguments the result beside the value that equals the first.',
  bind(args, context) {
    if (args.length < 2) throw wrongArgumentCount(context.name, '2', args.length)
    if (args.length > 2) return bindCase(args, context)
    const bytes = castArgument(args[0] as Bound, 0, 'binary', context)
    const charset = castArgument(args[1] as Bound, 1, 'string', context)
    return { args: [bytes, charset], type: stringType, nullable: true }
  },
  evaluate: ([bytes, charset]): SqlValue => decodeText(bytes as Uint8Array, charset as string),
}
