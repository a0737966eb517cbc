import { appendFunction } from './collection/append-function.ts'

export const arrayPrepend = appendFunction(
  'array_prepend',
  'The array with a value before its first.',
  (items, item) => [item, ...items],
)
