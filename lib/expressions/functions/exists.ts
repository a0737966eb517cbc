import { quantifier } from './collection/quantifier.ts'

export const exists = quantifier(
  'exists',
  'Whether a function gives true for an element; null when for none, but null for one.',
  true,
)
