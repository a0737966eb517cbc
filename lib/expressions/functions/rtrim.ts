import { trimFunction } from './text/trim-function.ts'

export const rtrim = trimFunction(
  'rtrim',
  false,
  true,
  false,
  'The text without blanks (or given characters, which come first) at its end.',
)
