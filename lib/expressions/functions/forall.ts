import { quantifier } from './collection/quantifier.ts'

export const forall = quantifier(
  'forall',
  'Whether a function gives true for all elements; null when it gives null for one and false for none.',
  false,
)
