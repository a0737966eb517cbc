import type { DataType, SqlValue } from '../../types/data-type.ts'
import { arrayType, nullType } from '../../types/types.ts'
import { type Accepted, signature } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { arrayOf } from './collection/search-array.ts'

const inner = (input: Bound | undefined) => arrayOf(input as Bound).element as Extract<DataType, { kind: 'array' }>

const arrays: Accepted = { anyOf: [{ arrayOf: 'array' }], shown: '"ARRAY" of "ARRAY"' }

export const flatten: ScalarFunction = {
  name: 'flatten',
  summary: 'The elements of the arrays in an array; null when one of them is null.',
  bind: signature({
    takes: [arrays],
    exact: true,
    gives: ([input]) => arrayType(inner(input).element ?? nullType, inner(input).containsNull),
    nullable: ([input]) => (input?.nullable ?? true) || arrayOf(input as Bound).containsNull,
  }),
  evaluate: ([items]) => {
    const arrays = items as readonly (readonly SqlValue[] | null)[]
    return arrays.some((one) => one === null) ? null : (arrays as readonly SqlValue[][]).flat(1)
  },
}
