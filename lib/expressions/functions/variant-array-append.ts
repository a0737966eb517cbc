import { editFunction } from './variant/edit-function.ts'

export const variantArrayAppend = editFunction({
  name: 'variant_array_append',
  summary: 'A variant with a value behind the elements of the array at a path; unchanged where the path leads nowhere.',
  root: true,
  lenient: false,
  edit: (value) => ({ kind: 'append', value }),
})
