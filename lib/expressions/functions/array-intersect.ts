import { distinct, keyText } from './collection/distinct.ts'
import { setFunction } from './collection/set-function.ts'

export const arrayIntersect = setFunction({
  name: 'array_intersect',
  summary: 'What is in both of two arrays, each once.',
  containsNull: (left, right) => left && right,
  of(left, right, element) {
    const wanted = new Set(right.map((item) => keyText(element, item)))
    return distinct(
      left.filter((item) => wanted.has(keyText(element, item))),
      element,
    )
  },
})
