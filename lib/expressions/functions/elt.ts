import { MillraceError } from '../../errors.ts'
import type { SqlValue } from '../../types/data-type.ts'
import { binaryType, stringType } from '../../types/types.ts'
import { castArgument, checkCount } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { ScalarFunction } from '../scalar-function.ts'

export const elt: ScalarFunction = {
  name: 'elt',
  summary: 'The text at a position (from 1) of those that follow.',
  bind(args, context) {
    checkCount(args, 2, Number.POSITIVE_INFINITY, context)
    const binary = args.slice(1).every(({ type }) => type.kind === 'binary')
    const cast = args.map((arg: Bound, at) =>
      castArgument(arg, at, at === 0 ? 'int' : binary ? 'binary' : 'string', context),
    )
    return { args: cast, type: binary ? binaryType : stringType, nullable: true }
  },
  nulls: 'custom',
  evaluate([position, ...values], _, evaluation): SqlValue {
    if (position === null) return null
    const at = position as number
    if (at >= 1 && at <= values.length) return values[at - 1] as SqlValue
    if (!evaluation.ansi) return null
    throw new MillraceError(
      'INVALID_ARRAY_INDEX',
      `The index ${at} is out of bounds. The array has ${values.length} elements. Use the SQL function \`get()\` to ` +
        'tolerate accessing element at invalid index and return NULL instead.',
      { sqlState: '22003', parameters: { indexValue: `${at}`, arraySize: `${values.length}` } },
    )
  },
}
