import { appendFunction } from './collection/append-function.ts'

export const arrayAppend = appendFunction('array_append', 'The array with a value behind its last.', (items, item) => [
  ...items,
  item,
])
