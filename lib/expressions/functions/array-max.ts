import { compareValues } from '../../columnar/compare.ts'
import { arrayFunction } from './collection/array-function.ts'

export const arrayMax = arrayFunction({
  name: 'array_max',
  summary: 'The largest element that is not null.',
  gives: (type) => type.element,
  ordered: true,
  nullable: true,
  of: (items, element) =>
    items.reduce(
      (best, item) => (item !== null && (best === null || compareValues(element, item, best) > 0) ? item : best),
      null,
    ),
})
