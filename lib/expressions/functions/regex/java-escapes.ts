/** Escapes of Java's regular expressions that stand for characters or sets of them, as JavaScript's. */
import type { JavaFlags } from './java-syntax.ts'
import type { PatternReader } from './pattern-reader.ts'

/** Content of a class, and whether it is to be negated. */
export interface SetEscape {
  readonly set: string
  readonly negative: boolean
}

const horizontal = ' \\t\\xa0\\u1680\\u180e\\u2000-\\u200a\\u202f\\u205f\\u3000'
const vertical = '\\n\\x0b\\f\\r\\x85\\u2028\\u2029'
const blank = ' \\t\\n\\x0b\\f\\r'

/** By the lower letter; the upper one negates. */
const sets: { readonly [letter: string]: string } = {
  d: '0-9',
  w: 'a-zA-Z0-9_',
  s: blank,
  h: horizontal,
  v: vertical,
}

const unicodeSets: { readonly [letter: string]: string } = {
  ...sets,
  d: '\\p{Nd}',
  w: '\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\p{Join_Control}',
  s: '\\p{White_Space}',
}

const posix: { readonly [name: string]: string } = {
  Lower: 'a-z',
  Upper: 'A-Z',
  ASCII: '\\x00-\\x7f',
  Alpha: 'a-zA-Z',
  Digit: '0-9',
  Alnum: 'a-zA-Z0-9',
  Punct: '!-\\/:-@\\[-`\\{-~',
  Graph: '!-~',
  Print: ' -~',
  Blank: ' \\t',
  Cntrl: '\\x00-\\x1f\\x7f',
  XDigit: '0-9a-fA-F',
  Space: blank,
}

const unicodePosix: { readonly [name: string]: string } = {
  ...posix,
  Lower: '\\p{Lowercase}',
  Upper: '\\p{Uppercase}',
  Alpha: '\\p{Alphabetic}',
  Digit: '\\p{Nd}',
  Alnum: '\\p{Alphabetic}\\p{Nd}',
  Punct: '\\p{P}',
  Cntrl: '\\p{Cc}',
  XDigit: '\\p{Nd}\\p{Hex_Digit}',
  Space: '\\p{White_Space}',
}

/** Java's binary properties (`IsWhite_Space`) and `javaLowerCase` and its like, in lower case, as JavaScript names them. */
const binaryProperties: { readonly [name: string]: string } = {
  alphabetic: 'Alphabetic',
  ideographic: 'Ideographic',
  letter: 'L',
  lowercase: 'Lowercase',
  uppercase: 'Uppercase',
  titlecase: 'Lt',
  punctuation: 'P',
  control: 'Cc',
  white_space: 'White_Space',
  digit: 'Nd',
  hex_digit: 'Hex_Digit',
  join_control: 'Join_Control',
  noncharacter_code_point: 'Noncharacter_Code_Point',
  assigned: 'Assigned',
}

/** General categories go by themselves, scripts need their key. */
function propertyName(name: string, value: string | undefined): string {
  const key = name.toLowerCase()
  if (value !== undefined) return key === 'gc' || key === 'general_category' ? `gc=${value}` : `Script=${value}`
  return name.length <= 2 ? name : (binaryProperties[key] ?? `Script=${name}`)
}

/** `\d`, `\S`, `\p{…}` at the reader's place, taken; undefined for other escapes. */
export function readSetEscape(reader: PatternReader, flags: JavaFlags): SetEscape | undefined {
  const letter = reader.text[reader.at + 1] ?? ''
  if (letter === 'p' || letter === 'P') return readProperty(reader, flags)
  const lower = letter.toLowerCase()
  const known = flags.unicodeClasses ? unicodeSets : sets
  const set = Object.hasOwn(known, lower) ? known[lower] : undefined
  if (set === undefined) return undefined
  reader.at += 2
  return { set, negative: letter !== lower }
}

function readProperty(reader: PatternReader, flags: JavaFlags): SetEscape {
  const match = reader.takeMatch(/\\([pP])(?:\{(Is|In|java)?([A-Za-z_]+)(?:=([A-Za-z_]+))?\}|([A-Z]))/y)
  if (!match) return reader.invalid()
  const [, letter, prefix, long, value, short] = match
  const negative = letter === 'P'
  const name = long ?? (short as string)
  // `Digit` is POSIX's, `IsDigit` Unicode's. Under (?i) there is one case of letters.
  const cases = flags.ignoreCase && ['Lower', 'Upper'].includes(name)
  const known = flags.unicodeClasses ? unicodePosix : posix
  const set = prefix === undefined && Object.hasOwn(known, name) ? (cases ? posix['Alpha'] : known[name]) : undefined
  if (set !== undefined) return { set, negative }
  if (flags.ignoreCase && ['Lu', 'Ll', 'Lt'].includes(name)) return { set: '\\p{Lu}\\p{Ll}\\p{Lt}', negative }
  if (flags.ignoreCase && /^(?:lower|upper|title)case$/i.test(name)) {
    return { set: '\\p{Lowercase}\\p{Uppercase}\\p{Lt}', negative }
  }
  return { set: `\\p{${propertyName(name, value)}}`, negative }
}

const single: { readonly [letter: string]: number } = { a: 7, e: 27, t: 9, n: 10, r: 13, f: 12 }

/** The code point that the escape at the reader's place stands for, taken; undefined for what is no character. */
export function readCharEscape(reader: PatternReader): number | undefined {
  const letter = reader.text[reader.at + 1]
  if (letter === undefined) return reader.invalid()
  if (Object.hasOwn(single, letter)) {
    reader.at += 2
    return single[letter]
  }
  if (letter === 'x' || letter === 'u' || letter === '0' || letter === 'c') return readCode(reader)
  if (/[a-zA-Z1-9]/.test(letter)) return undefined
  reader.at++
  return reader.next().codePointAt(0)
}

const code = /\\(?:x([0-9a-fA-F]{2})|x\{([0-9a-fA-F]+)\}|u([0-9a-fA-F]{4})|0([0-3][0-7]{2}|[0-7]{1,2})|c([\s\S]))/uy

function readCode(reader: PatternReader): number {
  const match = reader.takeMatch(code)
  if (!match) return reader.invalid()
  const [, two, braced, four, octal, control] = match
  if (control !== undefined) return (control.codePointAt(0) as number) ^ 64
  if (octal !== undefined) return Number.parseInt(octal, 8)
  const value = Number.parseInt(two ?? braced ?? (four as string), 16)
  if (value > 0x10ffff) return reader.invalid()
  if (four === undefined || value < 0xd800 || value > 0xdbff) return value
  const low = reader.takeMatch(/\\u([dD][c-fC-F][0-9a-fA-F]{2})/y)
  return low ? (value - 0xd800) * 0x400 + Number.parseInt(low[1] as string, 16) - 0xdc00 + 0x10000 : value
}
