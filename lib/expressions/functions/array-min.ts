import { compareValues } from '../../columnar/compare.ts'
import { arrayFunction } from './collection/array-function.ts'

export const arrayMin = arrayFunction({
  name: 'array_min',
  summary: 'The smallest element that is not null.',
  gives: (type) => type.element,
  ordered: true,
  nullable: true,
  of: (items, element) =>
    items.reduce(
      (best, item) => (item !== null && (best === null || compareValues(element, item, best) < 0) ? item : best),
      null,
    ),
})
