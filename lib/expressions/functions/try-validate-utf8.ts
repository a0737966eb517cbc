import { utf8Function } from './text/valid-utf8.ts'

export const tryValidateUtf8 = utf8Function(
  'try_validate_utf8',
  'Like `validate_utf8`, but null for others.',
  () => null,
)
