import { literalOf } from '../build.ts'
import type { NamedParameter } from '../scalar-function.ts'
import { editFunction } from './variant/edit-function.ts'

/** What variant_set and try_variant_set take. */
export const setParameters: readonly NamedParameter[] = [
  { name: 'v' },
  { name: 'path' },
  { name: 'val' },
  { name: 'create_if_missing', default: literalOf(true, { kind: 'boolean' }) },
]

export const variantSet = editFunction({
  name: 'variant_set',
  summary: 'A variant with another value at a path; what the path lacks is made, unless the last argument is false.',
  parameters: setParameters,
  more: ['boolean'],
  lenient: false,
  edit: (value, [create]) => ({ kind: 'set', value, create: create === true }),
})
