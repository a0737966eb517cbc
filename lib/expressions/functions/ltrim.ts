import { trimFunction } from './text/trim-function.ts'

export const ltrim = trimFunction(
  'ltrim',
  true,
  false,
  false,
  'The text without blanks (or given characters, which come first) at its beginning.',
)
