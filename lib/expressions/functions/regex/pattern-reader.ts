/** A pattern's text at a place; what a regular expression of Java's cannot hold is an error here. */
import type { JavaFlags } from './java-syntax.ts'

export abstract class PatternReader {
  at = 0
  readonly text: string

  constructor(text: string) {
    this.text = withoutQuotes(text)
  }

  /** Ends reading: the text is no pattern of Java's. */
  abstract invalid(): never

  /** Ends reading: JavaScript cannot do it. @param what as it is written */
  abstract refuse(what: string): never

  get ended(): boolean {
    return this.at >= this.text.length
  }

  /** The symbol at the place, a code point; empty at the end. */
  symbol(): string {
    const code = this.text.codePointAt(this.at)
    return code === undefined ? '' : String.fromCodePoint(code)
  }

  next(): string {
    const symbol = this.symbol()
    this.at += symbol.length
    return symbol
  }

  take(wanted: string): boolean {
    if (!this.text.startsWith(wanted, this.at)) return false
    this.at += wanted.length
    return true
  }

  /** What a sticky expression fits here, taken. */
  takeMatch(form: RegExp): RegExpExecArray | undefined {
    form.lastIndex = this.at
    const match = form.exec(this.text)
    if (!match) return undefined
    this.at += match[0].length
    return match
  }

  /** Leaves blanks and comments out where (?x) says so. */
  skip({ comments }: JavaFlags): void {
    if (comments) this.takeMatch(/(?:[ \t\n\v\f\r]+|#[^\n\r\u0085\u2028\u2029]*)*/y)
  }
}

/** `\Q…\E` as escapes, before anything else is read (Java's `RemoveQEQuoting`). */
function withoutQuotes(text: string): string {
  if (!text.includes('\\Q')) return text
  return text.replace(/\\Q([\s\S]*?)(?:\\E|$)|\\[\s\S]/g, (whole, quoted: string | undefined) =>
    quoted === undefined
      ? whole
      : quoted.replace(/[\s\S]/gu, (symbol) => (/[a-zA-Z0-9]/.test(symbol) ? symbol : `\\${symbol}`)),
  )
}
