import { toBinaryFunction } from './text/to-binary-function.ts'

export const toBinary = toBinaryFunction(
  'to_binary',
  false,
  'The bytes that a text stands for: as `hex` digits (unless told otherwise), `base64` or `utf-8`.',
)
