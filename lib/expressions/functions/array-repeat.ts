import type { SqlValue } from '../../types/data-type.ts'
import { arrayType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { checkedSize } from './text/size-limit.ts'

export const arrayRepeat: ScalarFunction = {
  name: 'array_repeat',
  summary: 'An array with a value several times.',
  bind: signature({
    takes: ['any', 'int'],
    exact: true,
    gives: ([value]) => arrayType((value as Bound).type, (value as Bound).nullable),
    nullable: (args) => args[1]?.nullable ?? true,
  }),
  nulls: 'custom',
  evaluate: ([value, count]) =>
    count === null ? null : new Array<SqlValue>(checkedSize(count as number)).fill(value as SqlValue),
}
