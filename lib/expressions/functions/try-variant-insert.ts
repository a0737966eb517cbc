import { editFunction } from './variant/edit-function.ts'

export const tryVariantInsert = editFunction({
  name: 'try_variant_insert',
  summary: 'As variant_insert; null where the field is there or the path does not fit the variant.',
  lenient: true,
  edit: (value) => ({ kind: 'insert', value }),
})
