import { plainFunction } from './text/text-function.ts'

/** Spark's `UTF8String.subStringIndex`; occurrences may overlap when counted from the end, as there. */
function beforeOccurrence(text: string, delimiter: string, count: number): string {
  if (delimiter === '' || count === 0) return ''
  if (count > 0) {
    let at = -1
    for (let seen = 0; seen < count; seen++) {
      at = text.indexOf(delimiter, at + 1)
      if (at < 0) return text
    }
    return text.slice(0, at)
  }
  let at = text.length - delimiter.length + 1
  for (let seen = 0; seen < -count; seen++) {
    at = at <= 0 ? -1 : text.lastIndexOf(delimiter, at - 1)
    if (at < 0) return text
  }
  return text.slice(at + delimiter.length)
}

export const substringIndex = plainFunction(
  {
    name: 'substring_index',
    summary: 'What stands before the nth occurrence of a delimiter, or behind the nth from the end when n is negative.',
    takes: ['string', 'string', 'int'],
  },
  beforeOccurrence,
)
