/**
 * Where in a statement's text something was read: an expression, what became of it, an error about it. Kept beside them
 * and not in them, because equal expressions are equal wherever they stand, and a plan is data that is printed and sent.
 */

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
