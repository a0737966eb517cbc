/** Bounds for values whose size an argument decides: an error that names it, instead of a process out of memory. */
import { MillraceError } from '../../../errors.ts'

/** Characters; more would take several times as much while a column is built. */
const longestText = 67_108_864
/** 128 MB of references. */
const longestArray = 16_777_216

function tooLarge(what: string, size: number, limit: number): MillraceError {
  return new MillraceError(
    'MILLRACE_VALUE_TOO_LARGE',
    `A value would be too large to hold; check the argument that gives its size: ${what} of ${size}, the limit is ${limit}`,
  )
}

/** A text several times. @throws MILLRACE_VALUE_TOO_LARGE */
export function repeatText(text: string, times: number): string {
  const count = Math.max(0, times)
  if (text.length * count > longestText) throw tooLarge('a text', text.length * count, longestText)
  return text.repeat(count)
}

/** The size of an array or binary value, checked. @throws MILLRACE_VALUE_TOO_LARGE */
export function checkedSize(size: number): number {
  if (size > longestArray) throw tooLarge('an array', size, longestArray)
  return Math.max(0, size)
}
