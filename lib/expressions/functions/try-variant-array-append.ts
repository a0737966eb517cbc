import { editFunction } from './variant/edit-function.ts'

export const tryVariantArrayAppend = editFunction({
  name: 'try_variant_array_append',
  summary: 'As variant_array_append; null where the path does not fit the variant or leads to no array.',
  root: true,
  lenient: true,
  edit: (value) => ({ kind: 'append', value }),
})
