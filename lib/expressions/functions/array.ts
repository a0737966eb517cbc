import type { SqlValue } from '../../types/data-type.ts'
import { arrayType, nullType } from '../../types/types.ts'
import { sameType } from '../binder/operands.ts'
import { commonType } from '../binder/type-coercion.ts'
import type { ScalarFunction } from '../scalar-function.ts'

export const array: ScalarFunction = {
  name: 'array',
  summary: 'An array of values of one type.',
  bind(args, context) {
    const same = sameType(args, context)
    return {
      args: same,
      type: arrayType(
        // One of the structs may have fields that are null, and then any has.
        commonType(same.map((arg) => arg.type)) ?? nullType,
        same.some((arg) => arg.nullable),
      ),
      nullable: false,
    }
  },
  nulls: 'custom',
  evaluate: (args) => [...(args as readonly SqlValue[])],
}
