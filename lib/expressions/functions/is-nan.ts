import { booleanType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'

export const isNaNNumber: ScalarFunction = {
  name: 'isnan',
  summary: 'Whether a number is NaN; false for null.',
  bind: signature({ takes: [['double', 'float']], gives: booleanType, nullable: false }),
  nulls: 'custom',
  evaluate: ([value]) => value !== null && Number.isNaN(value),
  emit: (_, [value]) =>
    value && {
      type: booleanType,
      value: value.isNull ? `(!(${value.isNull}) && Number.isNaN(${value.value}))` : `Number.isNaN(${value.value})`,
      isNull: undefined,
    },
}
