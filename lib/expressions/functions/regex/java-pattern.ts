/**
 * Java's regular expressions as JavaScript's: what means the same goes through, what has another spelling is respelt,
 * and what JavaScript cannot do is refused with its name.
 */
import { MillraceError } from '../../../errors.ts'
import { quoteText } from '../../../types/ddl/type-sql.ts'

const lineEnd = '\\n\\r\\u0085\\u2028\\u2029'
const wordCharacters = '\\p{L}\\p{Nd}_'

/** JavaScript's own `^` and `$` are the ends of the text, since its flag `m` is never on. */
const escapes: { readonly [letter: string]: string } = {
  a: '\\x07',
  e: '\\x1b',
  s: '[ \\t\\n\\x0b\\f\\r]',
  S: '[^ \\t\\n\\x0b\\f\\r]',
  h: '[ \\t\\xa0\\u1680\\u180e\\u2000-\\u200a\\u202f\\u205f\\u3000]',
  v: '[\\n\\x0b\\f\\r\\x85\\u2028\\u2029]',
  H: '[^ \\t\\xa0\\u1680\\u180e\\u2000-\\u200a\\u202f\\u205f\\u3000]',
  V: '[^\\n\\x0b\\f\\r\\x85\\u2028\\u2029]',
  R: `(?:\\r\\n|[${lineEnd}\\x0b\\f])`,
  A: '^',
  z: '$',
  Z: `(?=(?:\\r\\n|[${lineEnd}])?$)`,
  b: `(?:(?<=[${wordCharacters}])(?![${wordCharacters}])|(?<![${wordCharacters}])(?=[${wordCharacters}]))`,
  B: `(?:(?<=[${wordCharacters}])(?=[${wordCharacters}])|(?<![${wordCharacters}])(?![${wordCharacters}]))`,
}

/** `^` and `$` of (?m): not within \r\n, and no line begins at the end of the text. */
const lineStart = `(?:^|(?<=[\\n\\u0085\\u2028\\u2029]|\\r(?!\\n)))(?=[^])`
const lineStop = `(?:(?=[${lineEnd}])(?<!\\r(?=\\n))|$)`

/** In a class: the same without brackets. */
const classEscapes: { readonly [letter: string]: string } = {
  a: '\\x07',
  e: '\\x1b',
  s: ' \\t\\n\\x0b\\f\\r',
  h: ' \\t\\xa0\\u1680\\u180e\\u2000-\\u200a\\u202f\\u205f\\u3000',
  v: '\\n\\x0b\\f\\r\\x85\\u2028\\u2029',
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
  Space: ' \\t\\n\\x0b\\f\\r',
}

const maxInt = 2_147_483_647

/** A compiled pattern; `names` tells which group a name is. */
export interface JavaPattern {
  /** Global and sticky are off; make copies with `new RegExp(regex, flags)` for those. */
  readonly regex: RegExp
  readonly source: string
  readonly flags: string
  readonly groups: number
}

/** @throws INVALID_PARAMETER_VALUE.PATTERN, MILLRACE_UNSUPPORTED_PATTERN */
export function javaPattern(pattern: string, functionName: string): JavaPattern {
  const translation = new Translator(pattern, functionName)
  const source = translation.run()
  const flags = `u${translation.ignoreCase ? 'i' : ''}`
  try {
    const regex = new RegExp(source, flags)
    return { regex, source, flags, groups: translation.groups }
  } catch (cause) {
    throw invalidPattern(pattern, functionName, cause)
  }
}

function invalidPattern(pattern: string, functionName: string, cause?: unknown): MillraceError {
  // Spark counts what regexp_extract_all gives.
  const name = functionName === 'regexp_count' ? 'regexp_extract_all' : functionName
  return new MillraceError(
    'INVALID_PARAMETER_VALUE.PATTERN',
    `The value of parameter(s) \`regexp\` in \`${name}\` is invalid: ${quoteText(pattern)}.`,
    { sqlState: '22023', cause },
  )
}

class Translator {
  groups = 0
  ignoreCase = false
  #multiLine = false
  #dotAll = false
  #at = 0
  readonly #text: string
  readonly #functionName: string

  constructor(text: string, functionName: string) {
    this.#text = text
    this.#functionName = functionName
  }

  run(): string {
    this.#leadingFlags()
    let source = ''
    while (this.#at < this.#text.length) source += this.#piece()
    return source
  }

  #refuse(what: string): never {
    throw new MillraceError(
      'MILLRACE_UNSUPPORTED_PATTERN',
      `This part of Java's regular expressions has no counterpart in JavaScript, write the pattern without it: ${what} in '${this.#text}'`,
    )
  }

  #leadingFlags(): void {
    const match = /^\(\?([a-zA-Z]+)\)/.exec(this.#text)
    if (!match) return
    for (const flag of match[1] as string) {
      if (flag === 'i') this.ignoreCase = true
      else if (flag === 's') this.#dotAll = true
      else if (flag === 'm') this.#multiLine = true
      else if (flag === 'd' || flag === 'x' || flag === 'U') this.#refuse(`(?${flag})`)
      else if (flag !== 'u') throw invalidPattern(this.#text, this.#functionName)
    }
    this.#at = match[0].length
  }

  #piece(): string {
    const symbol = String.fromCodePoint(this.#text.codePointAt(this.#at) as number)
    switch (symbol) {
      case '\\':
        return this.#escape()
      case '[':
        return this.#class()
      case '(':
        return this.#group()
      case '.':
        this.#at++
        return this.#dotAll ? '[^]' : `[^${lineEnd}]`
      case '$':
        this.#at++
        return this.#multiLine ? lineStop : (escapes.Z as string)
      case '^':
        this.#at++
        return this.#multiLine ? lineStart : '^'
      case '}':
      case ']':
        this.#at++
        return `\\${symbol}`
      case '*':
      case '+':
      case '?':
        return this.#quantifier(symbol)
      case '{':
        return this.#counted()
      default:
        this.#at += symbol.length
        return symbol === '/' ? '\\/' : symbol
    }
  }

  #quantifier(symbol: string): string {
    this.#at++
    if (this.#text[this.#at] === '+') this.#refuse(`the possessive quantifier ${symbol}+`)
    if (this.#text[this.#at] !== '?') return symbol
    this.#at++
    return `${symbol}?`
  }

  #counted(): string {
    const match = /^\{\d+(?:,\d*)?\}/.exec(this.#text.slice(this.#at))
    if (!match || (match[0].match(/\d+/g) ?? []).some((count) => Number(count) > maxInt)) {
      throw invalidPattern(this.#text, this.#functionName)
    }
    this.#at += match[0].length - 1
    return match[0].slice(0, -1) + this.#quantifier('}')
  }

  #group(): string {
    const rest = this.#text.slice(this.#at)
    if (rest.startsWith('(?>')) this.#refuse('the atomic group (?>…)')
    const head = /^\((?:\?(?:<?[=!]|:|<([a-zA-Z][a-zA-Z0-9]*)>))?/.exec(rest)?.[0] as string
    if (head === '(' && rest.startsWith('(?')) {
      if (!/^\(\?[idmsuxU]*(?:-[idmsuxU]*)?[:)]/.test(rest)) throw invalidPattern(this.#text, this.#functionName)
      this.#refuse('flags inside the pattern')
    }
    if (head === '(' || /^\(\?<[a-zA-Z]/.test(head)) this.groups++
    this.#at += head.length
    return head
  }

  /** The escape at the current position, outside classes. */
  #escape(): string {
    const letter = this.#text[this.#at + 1]
    if (letter === undefined) throw invalidPattern(this.#text, this.#functionName)
    if (letter === 'Q') return this.#quoted()
    if (letter === 'G' || letter === 'X' || letter === 'N') this.#refuse(`\\${letter}`)
    const own = Object.hasOwn(escapes, letter) ? escapes[letter] : undefined
    if (own !== undefined) {
      this.#at += 2
      return own
    }
    return this.#sharedEscape(letter, false)
  }

  #sharedEscape(letter: string, inClass: boolean): string {
    const rest = this.#text.slice(this.#at)
    if (letter === 'p' || letter === 'P') return this.#property(rest, inClass)
    if (letter === 'x' || letter === 'u' || letter === 'k' || letter === '0' || letter === 'c') return this.#code(rest)
    this.#at += 2
    if (/[dDwWtnrf1-9]/.test(letter)) return `\\${letter}`
    if (/[a-zA-Z]/.test(letter)) throw invalidPattern(this.#text, this.#functionName)
    if (/[\\^$.*+?()[\]{}|/]/.test(letter)) return `\\${letter}`
    return letter === '-' && inClass ? '\\-' : letter
  }

  #code(rest: string): string {
    const match =
      /^\\(?:x[0-9a-fA-F]{2}|x\{([0-9a-fA-F]+)\}|u[0-9a-fA-F]{4}|k<[a-zA-Z0-9]+>|0([0-7]{1,3})|c[A-Z])/.exec(rest)
    if (!match) throw invalidPattern(this.#text, this.#functionName)
    this.#at += match[0].length
    if (match[1] !== undefined) return `\\u{${match[1]}}`
    return match[2] === undefined ? match[0] : `\\u{${Number.parseInt(match[2], 8).toString(16)}}`
  }

  #property(rest: string, inClass: boolean): string {
    const match = /^\\[pP](?:\{(\^?)(Is|In|java)?([A-Za-z_]+)(?:=([A-Za-z_]+))?\}|([A-Z]))/.exec(rest)
    if (!match) throw invalidPattern(this.#text, this.#functionName)
    this.#at += match[0].length
    const negated = rest[1] === 'P'
    const name = match[3] ?? (match[5] as string)
    // `Digit` is POSIX's, `IsDigit` Unicode's.
    const set = match[2] === undefined && Object.hasOwn(posix, name) ? posix[name] : undefined
    if (set === undefined) return `\\${rest[1]}{${propertyName(name, match[4])}}`
    if (inClass && negated) this.#refuse(`\\P{${name}} inside a class`)
    return inClass ? set : `[${negated ? '^' : ''}${set}]`
  }

  #quoted(): string {
    const end = this.#text.indexOf('\\E', this.#at + 2)
    const literal = this.#text.slice(this.#at + 2, end < 0 ? undefined : end)
    this.#at = end < 0 ? this.#text.length : end + 2
    return literal.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
  }

  #class(): string {
    let source = '['
    this.#at++
    if (this.#text[this.#at] === '^') {
      source += '^'
      this.#at++
    }
    for (let first = true; this.#at < this.#text.length; first = false) {
      const symbol = String.fromCodePoint(this.#text.codePointAt(this.#at) as number)
      if (symbol === ']' && !first) {
        this.#at++
        return `${source}]`
      }
      if (symbol === '[') this.#refuse('a class within a class')
      if (symbol === '&' && this.#text[this.#at + 1] === '&') this.#refuse('&&')
      if (symbol === '\\') source += this.#classEscape()
      else {
        source += /[(){}/|\]]/.test(symbol) ? `\\${symbol}` : symbol
        this.#at += symbol.length
      }
    }
    throw invalidPattern(this.#text, this.#functionName)
  }

  #classEscape(): string {
    const letter = this.#text[this.#at + 1]
    if (letter === undefined) throw invalidPattern(this.#text, this.#functionName)
    if (letter === 'Q') return this.#quoted()
    if (letter === 'S') this.#refuse('\\S inside a class')
    const own = Object.hasOwn(classEscapes, letter) ? classEscapes[letter] : undefined
    if (own === undefined) return this.#sharedEscape(letter, true)
    this.#at += 2
    return own
  }
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
