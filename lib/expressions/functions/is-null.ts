import { booleanType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'

/** `a IS NULL` */
export const isNull: ScalarFunction = {
  name: 'isnull',
  summary: 'Whether a value is null.',
  bind: signature({ takes: ['any'], gives: booleanType, nullable: false }),
  nulls: 'custom',
  evaluate: ([value]) => value === null,
  emit: (_, [value]) => ({
    type: booleanType,
    value: value?.isNull ? `!!(${value.isNull})` : 'false',
    isNull: undefined,
  }),
}
