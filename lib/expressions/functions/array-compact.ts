import { arrayType } from '../../types/types.ts'
import { arrayFunction } from './collection/array-function.ts'

export const arrayCompact = arrayFunction({
  name: 'array_compact',
  summary: 'The array without nulls.',
  gives: (type) => arrayType(type.element, false),
  of: (items) => items.filter((item) => item !== null),
})
