/** Repeatable pseudo-random numbers: what a generator makes depends on nothing but its seed. */

/** Numbers from 0 to below 1 (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Draws of several kinds from one seed. */
export interface Draw {
  /** A whole number from 0 to below `bound`. */
  below(bound: number): number
  /** One of them. */
  of<T>(items: readonly T[]): T
  /** Lower-case letters, from `least` to below `most` of them. */
  letters(least: number, most: number): string
  /** A number from 0 to below 1. */
  share(): number
}

/** @param name of the data, and of the part of it: parts can be made in any order */
export function drawOf(name: string, part = 0): Draw {
  let seed = 42 + part
  for (let at = 0; at < name.length; at++) seed = Math.imul(seed, 31) + name.charCodeAt(at)
  const share = randomOf(seed)
  const below = (bound: number) => Math.floor(share() * bound)
  return {
    share,
    below,
    of: (items) => items[below(items.length)] as (typeof items)[number],
    // In one piece: texts put together letter by letter would be walked through again in every line they stand in.
    letters: (least, most) =>
      String.fromCharCode(...Array.from({ length: least + below(most - least) }, () => 97 + below(26))),
  }
}
