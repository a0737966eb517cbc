import { distinct, keyText } from './collection/distinct.ts'
import { setFunction } from './collection/set-function.ts'

export const arrayExcept = setFunction({
  name: 'array_except',
  summary: 'What is in the first of two arrays and not in the second, each once.',
  containsNull: (left) => left,
  of(left, right, element) {
    const unwanted = new Set(right.map((item) => keyText(element, item)))
    return distinct(
      left.filter((item) => !unwanted.has(keyText(element, item))),
      element,
    )
  },
})
