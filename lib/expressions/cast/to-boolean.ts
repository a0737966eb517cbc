/** Casts to BOOLEAN. */
import { type Cast, type CastPair, invalidInput } from './cast-mode.ts'
import { trimAll } from './text-to-number.ts'

const words: ReadonlyMap<string, boolean> = new Map([
  ...['t', 'true', 'y', 'yes', '1'].map((word) => [word, true] as const),
  ...['f', 'false', 'n', 'no', '0'].map((word) => [word, false] as const),
])

/** A cast to BOOLEAN from any type that Spark allows. */
export function toBoolean({ from, to, mode }: CastPair): Cast {
  switch (from.kind) {
    case 'string':
    case 'char':
    case 'varchar':
      return (value) => {
        const word = words.get(trimAll(value as string).toLowerCase())
        if (word !== undefined) return word
        if (mode === 'ansi') throw invalidInput(value, from, to)
        return null
      }
    case 'date':
      return () => null
    case 'byte':
    case 'short':
    case 'int':
    case 'float':
    case 'double':
      return (value) => value !== 0
    default:
      return (value) => value !== 0n
  }
}
