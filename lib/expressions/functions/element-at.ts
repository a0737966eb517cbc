import { elementAccess } from './collection/element-access.ts'

export const elementAt = elementAccess(
  'element_at',
  false,
  'The element of an array at a position from 1 (or from the end), or the value of a key of a map.',
)
