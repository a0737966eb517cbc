/** Classes of Java's regular expressions: unions, intersections and negations, as JavaScript for one character. */
import { readCharEscape, readSetEscape } from './java-escapes.ts'
import type { JavaFlags } from './java-syntax.ts'
import type { PatternReader } from './pattern-reader.ts'

/** A union: content of a plain class, and expressions for one character each. */
interface CharSet {
  readonly items: string
  readonly others: readonly string[]
}

const union = (a: CharSet | undefined, b: CharSet): CharSet =>
  a ? { items: a.items + b.items, others: [...a.others, ...b.others] } : b

/** JavaScript that fits one character of the set. */
function setSource({ items, others }: CharSet): string {
  const all = [...(items === '' ? [] : [`[${items}]`]), ...others]
  if (all.length === 0) return '(?!)'
  return all.length === 1 ? (all[0] as string) : `(?:${all.join('|')})`
}

function negated(set: CharSet): CharSet {
  const source = set.others.length === 0 ? `[^${set.items}]` : `(?:(?!${setSource(set)})[^])`
  return { items: '', others: [source] }
}

const both = (a: CharSet, b: CharSet): CharSet => ({ items: '', others: [`(?:(?=${setSource(a)})${setSource(b)})`] })

/** A set as one expression, negated or not. */
export function escapedSet(set: string, negative: boolean): string {
  return `[${negative ? '^' : ''}${set}]`
}

/** Reads the class at the reader's place. @returns JavaScript for one character */
export function readClass(reader: PatternReader, flags: JavaFlags): string {
  reader.next()
  return setSource(readSet(reader, flags, true))
}

/** @param closed whether the set is in brackets of its own, or ends before those around it (behind `&&`) */
function readSet(reader: PatternReader, flags: JavaFlags, closed: boolean): CharSet {
  const negative = closed && reader.take('^')
  let set: CharSet | undefined
  for (;;) {
    reader.skip(flags)
    if (reader.ended) return reader.invalid()
    if (reader.symbol() === ']' && set !== undefined) {
      if (closed) reader.next()
      return negative ? negated(set) : set
    }
    if (reader.take('&&')) set = intersection(reader, flags, set)
    else if (reader.take('[')) set = union(set, readSet(reader, flags, true))
    else set = union(set, readItem(reader, flags))
  }
}

function intersection(reader: PatternReader, flags: JavaFlags, left: CharSet | undefined): CharSet {
  let right: CharSet | undefined
  for (;;) {
    reader.skip(flags)
    if (reader.ended || reader.symbol() === ']' || reader.symbol() === '&') break
    right = union(right, reader.take('[') ? readSet(reader, flags, true) : readSet(reader, flags, false))
  }
  if (!left && !right) return reader.invalid()
  return left && right ? both(left, right) : (left ?? (right as CharSet))
}

/** One character, a range, or an escape for a set. */
function readItem(reader: PatternReader, flags: JavaFlags): CharSet {
  if (reader.symbol() === '\\') {
    const escaped = readSetEscape(reader, flags)
    if (escaped?.negative) return { items: '', others: [escapedSet(escaped.set, true)] }
    if (escaped) return { items: escaped.set, others: [] }
  }
  const first = readCharacter(reader)
  reader.skip(flags)
  if (reader.symbol() !== '-') return { items: oneOf(first, first, flags, reader), others: [] }
  const place = reader.at
  reader.next()
  reader.skip(flags)
  if (reader.symbol() === ']' || reader.symbol() === '[') {
    reader.at = place
    return { items: oneOf(first, first, flags, reader), others: [] }
  }
  const last = readCharacter(reader)
  if (last < first) return reader.invalid()
  return { items: oneOf(first, last, flags, reader), others: [] }
}

function readCharacter(reader: PatternReader): number {
  if (reader.symbol() === '\\') {
    if (reader.text[reader.at + 1] === 'N') return reader.refuse('\\N')
    return readCharEscape(reader) ?? reader.invalid()
  }
  return reader.next().codePointAt(0) ?? reader.invalid()
}

/** Content of a class for the characters from one to another; under (?i) ASCII's letters in both cases. */
function oneOf(first: number, last: number, flags: JavaFlags, reader: PatternReader): string {
  const range = first === last ? classCharacter(first) : `${classCharacter(first)}-${classCharacter(last)}`
  if (!flags.ignoreCase) return range
  if (flags.unicodeCase && last > 127) return range + variants(first, last, reader)
  let added = ''
  for (let letter = 65; letter <= 90; letter++) {
    const upper = letter >= first && letter <= last
    const lower = letter + 32 >= first && letter + 32 <= last
    if (upper !== lower) added += String.fromCharCode(upper ? letter + 32 : letter)
  }
  return range + added + (flags.unicodeCase ? foreignCases(first, last) : '')
}

/** The other case of each character of a range, after Unicode. */
function variants(first: number, last: number, reader: PatternReader): string {
  if (last - first > 4000) return reader.refuse('a class of so many characters under (?iu)')
  let added = ''
  for (let code = first; code <= last; code++) {
    for (const other of casesOf(String.fromCodePoint(code))) {
      const found = other.codePointAt(0) as number
      if (found < first || found > last) added += classCharacter(found)
    }
  }
  return added
}

/** A character and its other cases, where those are one character. */
function casesOf(symbol: string): readonly string[] {
  const upper = symbol.toUpperCase()
  return [...new Set([symbol, symbol.toLowerCase(), upper, upper.toLowerCase()])].filter((one) => [...one].length === 1)
}

/** Characters outside of ASCII that are case variants of some in it: the long s and the sign for Kelvin. */
function foreignCases(first: number, last: number): string {
  const has = (letter: string) =>
    [0, 32].some((off) => letter.charCodeAt(0) + off >= first && letter.charCodeAt(0) + off <= last)
  return `${has('S') ? '\\u017f' : ''}${has('K') ? '\\u212a' : ''}`
}

/** A character as it may stand in a class, or alone. */
export function classCharacter(code: number): string {
  if (code > 0xffff || (code >= 0xd800 && code <= 0xdfff)) return `\\u{${code.toString(16)}}`
  const symbol = String.fromCharCode(code)
  if (/[a-zA-Z0-9]/.test(symbol) || code > 127) return symbol
  return /[\^$\\.*+?()[\]{}|/-]/.test(symbol)
    ? `\\${symbol}`
    : code < 32
      ? `\\x${code.toString(16).padStart(2, '0')}`
      : symbol
}

/** One character outside a class. */
export function character(code: number, flags: JavaFlags, reader: PatternReader): string {
  const symbol = String.fromCodePoint(code)
  // Escaped it would be a mistake there.
  if (symbol === '-') return symbol
  if (!flags.ignoreCase) return classCharacter(code)
  if (/[a-zA-Z]/.test(symbol)) return `[${oneOf(code, code, flags, reader)}]`
  const cases = flags.unicodeCase ? casesOf(symbol) : [symbol]
  const sources = cases.map((one) => classCharacter(one.codePointAt(0) as number))
  return sources.length === 1 ? (sources[0] as string) : `[${sources.join('')}]`
}
