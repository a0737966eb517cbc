import { editFunction } from './variant/edit-function.ts'
import { setParameters } from './variant-set.ts'

export const tryVariantSet = editFunction({
  name: 'try_variant_set',
  summary: 'As variant_set; null where the path does not fit the variant.',
  parameters: setParameters,
  more: ['boolean'],
  lenient: true,
  edit: (value, [create]) => ({ kind: 'set', value, create: create === true }),
})
