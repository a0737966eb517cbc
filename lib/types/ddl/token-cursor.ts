/** A place in a list of tokens, the checks every grammar needs, and Spark's errors with line, position and marker. */
import { MillraceError } from '../../errors.ts'
import { quotedName, stringValue, type Token, tokenize } from './tokenizer.ts'

/** Deeper nesting than this is refused, so that no text can exhaust the stack. */
const maxDepth = 400

export class TokenCursor {
  readonly text: string
  readonly tokens: readonly Token[]
  at = 0
  #depth = 0
  #deferred: MillraceError | undefined

  /** @throws UNCLOSED_BRACKETED_COMMENT */
  constructor(text: string) {
    this.text = text
    this.tokens = tokenize(text)
  }

  /** The token `ahead` of the current one; the end token for ever after the end. */
  peek(ahead = 0): Token {
    return this.tokens[Math.min(this.at + ahead, this.tokens.length - 1)] as Token
  }

  /** The current token; moves on, but not past the end. */
  next(): Token {
    const token = this.peek()
    if (this.at < this.tokens.length - 1) this.at++
    return token
  }

  isWord(upper: string, ahead = 0): boolean {
    return this.peek(ahead).upper === upper
  }

  isSymbol(text: string, ahead = 0): boolean {
    const token = this.peek(ahead)
    return token.kind === 'symbol' && token.text === text
  }

  /** A word (keywords are names too in Spark's default mode) or a backquoted name. */
  isName(ahead = 0): boolean {
    const { kind } = this.peek(ahead)
    return kind === 'word' || kind === 'quoted'
  }

  takeWord(upper: string): boolean {
    if (!this.isWord(upper)) return false
    this.at++
    return true
  }

  takeSymbol(text: string): boolean {
    if (!this.isSymbol(text)) return false
    this.at++
    return true
  }

  /** Takes all of these words in a row, or none. */
  takeWords(...words: readonly string[]): boolean {
    if (!words.every((word, ahead) => this.isWord(word, ahead))) return false
    this.at += words.length
    return true
  }

  /** @throws PARSE_SYNTAX_ERROR */
  expectWord(upper: string): void {
    if (!this.takeWord(upper)) throw this.syntaxError(this.peek(), this.#extra(this.isWord(upper, 1)))
  }

  /** @throws PARSE_SYNTAX_ERROR */
  expectSymbol(text: string): void {
    if (!this.takeSymbol(text)) throw this.syntaxError(this.peek(), this.#extra(this.isSymbol(text, 1)))
  }

  /**
   * Checks that nothing is left, then throws what was deferred.
   *
   * @param hint whether Spark would call a single token too many `extra input`
   * @throws PARSE_SYNTAX_ERROR, or the first deferred error
   */
  expectEnd(hint = true): void {
    const token = this.peek()
    if (token.kind !== 'end') throw this.syntaxError(token, this.#extra(hint && this.peek(1).kind === 'end'))
    this.settle()
  }

  /** Throws what was deferred. */
  settle(): void {
    if (this.#deferred) throw this.#deferred
  }

  /** Keeps an error about the meaning of a well-formed piece until the whole text has proved well-formed, as Spark does. */
  defer(error: MillraceError): void {
    this.#deferred ??= error
  }

  #extra(single: boolean): string {
    return single && this.peek().kind !== 'end' ? `: extra input '${this.peek().text}'` : ''
  }

  /**
   * Takes a name.
   *
   * @throws PARSE_SYNTAX_ERROR, INVALID_IDENTIFIER for letters outside ASCII without backquotes
   */
  name(): string {
    const token = this.peek()
    if (token.kind === 'quoted') return quotedName(this.next())
    if (token.kind !== 'word') throw this.syntaxError(token)
    if (!/^\w+$/.test(token.text)) throw this.invalidName(token.text, token)
    return this.next().text
  }

  /** Takes a name where no expression may follow: `test-table` is refused with advice to quote it. */
  strictName(): string {
    const first = this.peek()
    const name = this.name()
    if (!this.isSymbol('-') || !this.isName(1)) return name
    const dash = this.peek()
    while (this.isSymbol('-') && this.isName(1)) this.at += 2
    throw this.invalidName(this.text.slice(first.start, this.peek(-1).end), dash)
  }

  invalidName(name: string, token: Token): MillraceError {
    return this.error(
      'INVALID_IDENTIFIER',
      `The unquoted identifier ${name} is invalid and must be back quoted as: \`${name}\`.\n` +
        "Unquoted identifiers can only contain ASCII letters ('a' - 'z', 'A' - 'Z'), digits ('0' - '9'), and underbar " +
        "('_').\nUnquoted identifiers must also not start with a digit.\n" +
        'Different data sources and meta stores may impose additional restrictions on valid identifiers.',
      '42602',
      token,
    )
  }

  /** Takes a string literal. @throws PARSE_SYNTAX_ERROR */
  string(): string {
    if (this.peek().kind !== 'string') throw this.syntaxError(this.peek())
    return stringValue(this.next())
  }

  /** @throws MILLRACE_NESTING_TOO_DEEP */
  nested<T>(parse: () => T): T {
    if (++this.#depth > maxDepth) throw this.tooDeep(maxDepth)
    try {
      return parse()
    } finally {
      this.#depth--
    }
  }

  /** MILLRACE_NESTING_TOO_DEEP at the cursor. */
  tooDeep(levels: number): MillraceError {
    return new MillraceError(
      'MILLRACE_NESTING_TOO_DEEP',
      `The text is nested more than ${levels} levels deep. Split it into several columns. ${this.place(this.peek())}`,
    )
  }

  /** PARSE_SYNTAX_ERROR at a token; `hint` as Spark appends it: `: extra input 'x'`. */
  syntaxError(token: Token, hint = ''): MillraceError {
    const pipe = token.text === '|' && this.text[token.end] === '>' ? '>' : ''
    const near = token.kind === 'end' ? 'end of input' : `'${token.text}${pipe}'`
    return this.error('PARSE_SYNTAX_ERROR', `Syntax error at or near ${near}${hint}.`, '42601', token)
  }

  /** An error about the text as a whole grammar sees it: the message, the place, and the text with a marker below. */
  error(condition: string, message: string, sqlState: string | undefined, token: Token): MillraceError {
    const { line, column } = this.position(token.start)
    const lines = this.text.split('\n')
    lines.splice(line, 0, `${'-'.repeat(column)}^^^`)
    return new MillraceError(condition, `${message} ${this.place(token)}\n\n== SQL ==\n${lines.join('\n')}\n`, {
      ...(sqlState === undefined ? {} : { sqlState }),
      parameters: { line: `${line}`, position: `${column}` },
    })
  }

  /**
   * An error about a fragment that is well-formed but means nothing, in Spark's form for those: the fragment underlined.
   *
   * @param first,last tokens of the fragment
   */
  fragmentError(
    condition: string,
    message: string,
    sqlState: string | undefined,
    first: Token,
    last: Token,
  ): MillraceError {
    const { line, column } = this.position(first.start)
    const rows = this.text.slice(0, last.end).split('\n')
    const shown = this.text.split('\n').slice(line - 1, rows.length)
    const marked = shown.flatMap((row, at) => {
      const from = at === 0 ? column : 0
      const to = at === shown.length - 1 ? (rows.at(-1) as string).length : row.length
      return [row, ' '.repeat(from) + '^'.repeat(Math.max(0, to - from))]
    })
    return new MillraceError(
      condition,
      `${message}\n== SQL (line ${line}, position ${column + 1}) ==\n${marked.join('\n')}\n`,
      {
        ...(sqlState === undefined ? {} : { sqlState }),
        parameters: { line: `${line}`, position: `${column}` },
      },
    )
  }

  /** `(line 1, pos 7)` */
  place(token: Token): string {
    const { line, column } = this.position(token.start)
    return `(line ${line}, pos ${column})`
  }

  /** Line from 1, column from 0. */
  position(offset: number): { readonly line: number; readonly column: number } {
    const before = this.text.slice(0, offset)
    return { line: before.split('\n').length, column: offset - (before.lastIndexOf('\n') + 1) }
  }
}
