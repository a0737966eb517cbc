import { distinct } from './collection/distinct.ts'
import { setFunction } from './collection/set-function.ts'

export const arrayUnion = setFunction({
  name: 'array_union',
  summary: 'What is in either of two arrays, each once.',
  containsNull: (left, right) => left || right,
  of: (left, right, element) => distinct([...left, ...right], element),
})
