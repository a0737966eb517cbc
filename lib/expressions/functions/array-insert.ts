import type { SqlValue } from '../../types/data-type.ts'
import { arrayType } from '../../types/types.ts'
import { unexpectedType } from '../binder/mismatch.ts'
import { castArgument, checkCount } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { indexOfZero } from './collection/element-access.ts'
import { arrayAndElement, arrayOf } from './collection/search-array.ts'
import { checkedSize } from './text/size-limit.ts'

/** @param position from 1, or from the end; -1 is behind the last value */
function inserted(items: readonly SqlValue[], position: number, value: SqlValue): SqlValue {
  if (position === 0) throw indexOfZero()
  const at = position > 0 ? position - 1 : items.length + position + 1
  const missing = new Array<SqlValue>(checkedSize(at < 0 ? -at : at - items.length)).fill(null)
  if (at < 0) return [value, ...missing, ...items]
  return [...items.slice(0, at), ...missing, value, ...items.slice(at)]
}

export const arrayInsert: ScalarFunction = {
  name: 'array_insert',
  summary: 'The array with a value put in at a position; beyond the ends nulls fill what is between.',
  bind(args, context) {
    checkCount(args, 3, 3, context)
    const given = args[1] as Bound
    // Neither BIGINT nor text, which an INT would be cast from elsewhere.
    if (!['byte', 'short', 'int', 'null'].includes(given.type.kind)) throw unexpectedType(context, 1, given, 'int')
    const position = castArgument(given, 1, 'int', context)
    const [input, value] = arrayAndElement([args[0] as Bound, args[2] as Bound], context)
    return {
      args: [input, position, value],
      type: arrayType(arrayOf(input).element),
      nullable: input.nullable || position.nullable,
    }
  },
  nulls: 'custom',
  evaluate: ([items, position, value]) =>
    items === null || position === null
      ? null
      : inserted(items as readonly SqlValue[], position as number, value as SqlValue),
}
