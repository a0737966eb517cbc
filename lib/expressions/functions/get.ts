import type { SqlValue } from '../../types/data-type.ts'
import { signature } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { arrayOf, requireArray } from './collection/search-array.ts'

const bindGet = signature({
  takes: ['array', 'int'],
  gives: ([input]) => arrayOf(input as Bound).element,
  nullable: true,
})

export const get: ScalarFunction = {
  name: 'get',
  summary: 'The element of an array at a position from 0; null outside.',
  bind(args, context) {
    if (args[0]?.type.kind === 'null') requireArray(args[0], context)
    return bindGet(args, context)
  },
  evaluate: ([items, index]) => ((items as readonly SqlValue[])[index as number] ?? null) as SqlValue,
}
