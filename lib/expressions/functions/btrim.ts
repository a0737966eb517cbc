import { trimFunction } from './text/trim-function.ts'

export const btrim = trimFunction(
  'btrim',
  true,
  true,
  true,
  'The text without blanks (or given characters) at its ends.',
)
