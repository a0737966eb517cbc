import { toBinaryFunction } from './text/to-binary-function.ts'

export const tryToBinary = toBinaryFunction(
  'try_to_binary',
  true,
  'Like `to_binary`, but null for what is malformed and for formats that there are not.',
)
