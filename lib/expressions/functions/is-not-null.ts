import { booleanType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'

/** `a IS NOT NULL` */
export const isNotNull: ScalarFunction = {
  name: 'isnotnull',
  summary: 'Whether a value is not null.',
  bind: signature({ takes: ['any'], gives: booleanType, nullable: false }),
  nulls: 'custom',
  evaluate: ([value]) => value !== null,
  emit: (_, [value]) => ({
    type: booleanType,
    value: value?.isNull ? `!(${value.isNull})` : 'true',
    isNull: undefined,
  }),
}
