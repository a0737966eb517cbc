import { trimFunction } from './text/trim-function.ts'

export const trim = trimFunction(
  'trim',
  true,
  true,
  false,
  'The text without blanks (or given characters, which come first) at its ends.',
)
