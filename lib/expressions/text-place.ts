/**
 * Where in a statement's text something was read: an expression, what became of it, an error about it. Kept beside them
 * and not in them, because equal expressions are equal wherever they stand, and a plan is data that is printed and sent.
 */

import { MillraceError } from '../errors.ts'

/** A piece of a text, by offsets. */
export interface TextPlace {
  readonly text: string
  readonly start: number
  /** Exclusive. */
  readonly end: number
}

const places = new WeakMap<object, TextPlace>()

/** Remembers the place of a thing that has none yet: the innermost that knows one speaks first. */
export function givePlace<T extends object>(thing: T, place: TextPlace | undefined): T {
  if (place && !places.has(thing)) places.set(thing, place)
  return thing
}

/** The place of an expression or an error; undefined where it was not read from a text. */
export function placeOf(thing: object): TextPlace | undefined {
  return places.get(thing)
}

/** Characters of its line that are shown on either side of a place. */
const mostBeside = 32

/** The error with the piece of text that it is about, underlined, in the form of Spark's query context. */
export function placedError(error: MillraceError, place: TextPlace): MillraceError {
  const { text, start, end } = place
  const before = text.slice(0, start)
  const line = before.split('\n').length
  const lineStart = before.lastIndexOf('\n') + 1
  const lineEnd = text.indexOf('\n', end) < 0 ? text.length : text.indexOf('\n', end)
  const from = Math.max(lineStart, start - mostBeside)
  const to = Math.min(lineEnd, end + mostBeside)
  const cut = from > lineStart ? '...' : ''
  const shown = `${cut}${text.slice(from, to)}${to < lineEnd ? '...' : ''}`
  let at = from - cut.length
  const marked = shown.split('\n').flatMap((row) => {
    const marks = [...row].map((_, column) => (at + column < start ? ' ' : at + column < end ? '^' : '')).join('')
    at += row.length + 1
    return [row, marks]
  })
  const position = start - lineStart
  return new MillraceError(
    error.condition,
    `${error.message}\n== SQL (line ${line}, position ${position + 1}) ==\n${marked.join('\n')}\n`,
    {
      ...(error.sqlState === undefined ? {} : { sqlState: error.sqlState }),
      parameters: { line: `${line}`, position: `${position}`, ...error.parameters },
      ...(error.cause === undefined ? {} : { cause: error.cause }),
    },
  )
}
