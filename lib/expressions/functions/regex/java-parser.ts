/** Java's regular expressions from text, by the grammar of its `Pattern`. */

import { hasLongest } from './has-longest.ts'
import { character, escapedSet, readClass } from './java-class.ts'
import { readCharEscape, readSetEscape } from './java-escapes.ts'
import { type JavaFlags, type JavaNode, noFlags, switchedFlags } from './java-syntax.ts'
import { PatternReader } from './pattern-reader.ts'

const lineEnd = '\\n\\r\\u0085\\u2028\\u2029'
const wordCharacters = '\\p{L}\\p{Nd}_'
const wordBefore = `(?<=[${wordCharacters}])`
const noWordBefore = `(?<![${wordCharacters}])`
const word = `(?=[${wordCharacters}])`
const noWord = `(?![${wordCharacters}])`

/** `^` and `$` of (?m): not within \r\n, and no line begins at the end of the text. */
const lineStart = '(?:^|(?<=[\\n\\u0085\\u2028\\u2029]|\\r(?!\\n)))(?=[^])'
const lineStop = `(?:(?=[${lineEnd}])(?<!\\r(?=\\n))|$)`
const unixStart = '(?:^|(?<=\\n))(?=[^])'
const unixStop = '(?:(?=\\n)|$)'
/** `$` and `\Z`: before the end of the last line, too. */
const textStop = `(?=(?:\\r\\n|[${lineEnd}])?$)(?<!\\r(?=\\n))`
const unixTextStop = '(?=\\n?$)'

/** JavaScript's own `^` and `$` are the ends of the text, since its flag `m` is never on. */
const assertions: { readonly [letter: string]: string } = {
  A: '^',
  z: '$',
  b: `(?:${wordBefore}${noWord}|${noWordBefore}${word})`,
  B: `(?:${wordBefore}${word}|${noWordBefore}${noWord})`,
}

const maxInt = 2_147_483_647

/** What a pattern holds. */
export interface ParsedPattern {
  readonly root: JavaNode
  /** How many groups capture. */
  readonly groups: number
  readonly names: ReadonlyMap<string, number>
  /** JavaScript's flag i is wanted. */
  readonly ignoreCase: boolean
}

export class JavaParser extends PatternReader {
  #flags: JavaFlags = noFlags
  #groups = 0
  /** A reference ignores case, which JavaScript does of whole patterns only. */
  #ignoring = false
  /** Something heeds it. */
  #heeding = false
  readonly #names = new Map<string, number>()
  readonly #invalid: () => never
  readonly #refuse: (what: string) => never

  constructor(text: string, invalid: () => never, refuse: (what: string) => never) {
    super(text)
    this.#invalid = invalid
    this.#refuse = refuse
  }

  override invalid(): never {
    return this.#invalid()
  }

  override refuse(what: string): never {
    return this.#refuse(what)
  }

  /** The whole pattern. */
  parse(): ParsedPattern {
    const root = this.#branches()
    if (!this.ended) return this.invalid()
    if (this.#ignoring && this.#heeding)
      return this.refuse('a reference to a group under (?i) in a part of the pattern')
    return { root, groups: this.#groups, names: this.#names, ignoreCase: this.#ignoring }
  }

  #branches(): JavaNode {
    const items = [this.#sequence()]
    while (this.take('|')) items.push(this.#sequence())
    return items.length === 1 ? (items[0] as JavaNode) : { kind: 'branches', items }
  }

  #sequence(): JavaNode {
    const items: JavaNode[] = []
    for (;;) {
      this.skip(this.#flags)
      if (this.ended || this.symbol() === '|' || this.symbol() === ')') break
      const atom = this.#atom()
      if (atom) items.push(this.#repeated(atom))
    }
    return items.length === 1 ? (items[0] as JavaNode) : { kind: 'sequence', items }
  }

  /** undefined: flags that hold from here on. */
  #atom(): JavaNode | undefined {
    if (!this.#flags.ignoreCase && /[^(^$.]/.test(this.symbol())) this.#heeding = true
    switch (this.symbol()) {
      case '(':
        return this.#group()
      case '[':
        return { kind: 'leaf', source: readClass(this, this.#flags) }
      case '\\':
        return this.#escape()
      case '*':
      case '+':
      case '?':
        return this.invalid()
      case '{':
        // A count of nothing.
        return { kind: 'sequence', items: [] }
      case '.':
        this.next()
        return { kind: 'leaf', source: this.#dot() }
      case '^':
        this.next()
        return this.#assertion(!this.#flags.multiLine ? '^' : this.#flags.unixLines ? unixStart : lineStart)
      case '$':
        this.next()
        return this.#assertion(this.#stop(this.#flags.multiLine))
      default: {
        const code = this.next().codePointAt(0) as number
        return { kind: 'leaf', source: character(code, this.#flags, this) }
      }
    }
  }

  #dot(): string {
    if (this.#flags.dotAll) return '[^]'
    return this.#flags.unixLines ? '[^\\n]' : `[^${lineEnd}]`
  }

  #stop(ofLine: boolean): string {
    if (this.#flags.unixLines) return ofLine ? unixStop : unixTextStop
    return ofLine ? lineStop : textStop
  }

  #assertion(source: string): JavaNode {
    return { kind: 'leaf', source, assertion: true }
  }

  #repeated(body: JavaNode): JavaNode {
    this.skip(this.#flags)
    const counted = this.symbol() === '{'
    const counts = this.#counts()
    if (!counts) return body
    this.skip(this.#flags)
    const mode = this.take('?') ? '?' : this.take('+') ? '+' : ''
    return { kind: 'repeated', body, ...counts, mode, counted }
  }

  #counts(): { readonly least: number; readonly most: number } | undefined {
    if (this.take('*')) return { least: 0, most: Number.POSITIVE_INFINITY }
    if (this.take('+')) return { least: 1, most: Number.POSITIVE_INFINITY }
    if (this.take('?')) return { least: 0, most: 1 }
    if (this.symbol() !== '{') return undefined
    const match = this.takeMatch(/\{(\d+)(?:(,)(\d*))?\}/y)
    if (!match) return this.invalid()
    const least = Number(match[1])
    const most = match[2] === undefined ? least : match[3] === '' ? Number.POSITIVE_INFINITY : Number(match[3])
    if (least > maxInt || (most > maxInt && most !== Number.POSITIVE_INFINITY) || most < least) return this.invalid()
    return { least, most }
  }

  #group(): JavaNode | undefined {
    this.next()
    if (!this.take('?')) return this.#capturing()
    if (this.take('>')) return { kind: 'atomic', body: this.#body() }
    if (this.take('=')) return { kind: 'look', behind: false, negative: false, body: this.#body() }
    if (this.take('!')) return { kind: 'look', behind: false, negative: true, body: this.#body() }
    if (this.take('<=')) return this.#behind(false)
    if (this.take('<!')) return this.#behind(true)
    if (this.symbol() === '<') return this.#named()
    const letters = this.takeMatch(/[a-zA-Z-]*/y)?.[0] ?? ''
    const flags = switchedFlags(this.#flags, letters)
    if (!flags) return this.invalid()
    if (this.take(')')) {
      this.#flags = flags
      return undefined
    }
    if (!this.take(':')) return this.invalid()
    return { kind: 'group', index: undefined, body: this.#body(flags) }
  }

  #capturing(): JavaNode {
    const index = ++this.#groups
    return { kind: 'group', index, body: this.#body() }
  }

  #named(): JavaNode {
    const name = this.takeMatch(/<([a-zA-Z][a-zA-Z0-9]*)>/y)?.[1]
    if (name === undefined || this.#names.has(name)) return this.invalid()
    this.#names.set(name, this.#groups + 1)
    return this.#capturing()
  }

  /** Java must see how far it looks back at most. */
  #behind(negative: boolean): JavaNode {
    const body = this.#body()
    if (!hasLongest(body)) return this.invalid()
    return { kind: 'look', behind: true, negative, body }
  }

  /** What stands in a group's brackets; flags that are set inside end with it. */
  #body(flags = this.#flags): JavaNode {
    const outside = this.#flags
    this.#flags = flags
    const body = this.#branches()
    if (!this.take(')')) return this.invalid()
    this.#flags = outside
    return body
  }

  #escape(): JavaNode {
    const letter = this.text[this.at + 1] ?? ''
    if (letter === 'G' || letter === 'X' || letter === 'N') return this.refuse(`\\${letter}`)
    if (letter === 'R') {
      this.at += 2
      return { kind: 'leaf', source: `(?:\\r\\n|[${lineEnd}\\x0b\\f])` }
    }
    const own = letter === 'Z' ? this.#stop(false) : Object.hasOwn(assertions, letter) ? assertions[letter] : undefined
    if (own !== undefined) {
      this.at += 2
      return this.#assertion(own)
    }
    if (letter === 'k') return this.#namedReference()
    if (/[1-9]/.test(letter)) return this.#reference()
    const set = readSetEscape(this, this.#flags)
    if (set) return { kind: 'leaf', source: escapedSet(set.set, set.negative) }
    const code = readCharEscape(this) ?? this.invalid()
    return { kind: 'leaf', source: character(code, this.#flags, this) }
  }

  #namedReference(): JavaNode {
    const name = this.takeMatch(/\\k<([a-zA-Z][a-zA-Z0-9]*)>/y)?.[1]
    const index = name === undefined ? undefined : this.#names.get(name)
    return index === undefined ? this.invalid() : this.#referenceTo(index)
  }

  /** The first digit counts, more are taken while there is such a group so far. */
  #reference(): JavaNode {
    this.next()
    let index = Number(this.next())
    while (/[0-9]/.test(this.symbol()) && index * 10 + Number(this.symbol()) <= this.#groups) {
      index = index * 10 + Number(this.next())
    }
    return this.#referenceTo(index)
  }

  #referenceTo(index: number): JavaNode {
    if (this.#flags.ignoreCase) this.#ignoring = true
    return { kind: 'reference', index }
  }
}
