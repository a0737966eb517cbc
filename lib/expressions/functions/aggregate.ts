import type { SqlValue } from '../../types/data-type.ts'
import { equalTypes } from '../../types/types.ts'
import { unexpectedType } from '../binder/mismatch.ts'
import { checkCount, typedArgument } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import type { Lambda } from './collection/lambda.ts'
import { arrayOf } from './collection/search-array.ts'

export const aggregate: ScalarFunction = {
  name: 'aggregate',
  aliases: ['reduce'],
  higherOrder: true,
  summary: 'A value that a function carries from element to element of an array, finished by another function.',
  bind(args, context) {
    checkCount(args, 4, 4, context)
    const input = typedArgument(args[0], 0, 'array', context)
    const start = args[1] as Bound
    const { element, containsNull } = arrayOf(input)
    const merge = context.lambda(2, [
      { type: start.type, nullable: true },
      { type: element, nullable: containsNull },
    ])
    const finish = context.lambda(3, [{ type: merge.type, nullable: true }])
    if (!equalTypes(merge.type, start.type, false)) throw unexpectedType(context, 2, merge, start.type)
    return { args: [input, start, merge, finish], type: finish.type, nullable: input.nullable || finish.body.nullable }
  },
  nulls: 'custom',
  evaluate([items, start, merge, finish]) {
    if (items === null) return null
    const last = (items as readonly SqlValue[]).reduce(
      (value, item) => (merge as Lambda)(value, item),
      start as SqlValue,
    )
    return (finish as Lambda)(last)
  },
}
