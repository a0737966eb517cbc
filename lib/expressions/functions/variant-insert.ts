import { editFunction } from './variant/edit-function.ts'

export const variantInsert = editFunction({
  name: 'variant_insert',
  summary: 'A variant with a new field or element at a path; later elements move up, a field must not be there yet.',
  lenient: false,
  edit: (value) => ({ kind: 'insert', value }),
})
