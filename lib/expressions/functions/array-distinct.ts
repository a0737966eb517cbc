import { arrayFunction } from './collection/array-function.ts'
import { distinct } from './collection/distinct.ts'

export const arrayDistinct = arrayFunction({
  name: 'array_distinct',
  summary: 'The array without values that were in it before.',
  ordered: true,
  gives: (type) => type,
  of: (items, element) => distinct(items, element),
})
