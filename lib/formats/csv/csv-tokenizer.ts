/**
 * CSV text to tokens, character by character, by the rules of univocity 2.9.1 with the settings that Spark gives it: the
 * full parser, right for everything and slow. What univocity does beyond RFC 4180 (quotes inside values, escapes at the
 * end, blanks behind a closing quote) follows from the order in which it looks at characters, so that order is kept.
 */
import { CsvCursor, type CsvTokenOptions } from './csv-cursor.ts'
import { endOfInput, none } from './csv-input.ts'
import { QuotedValues } from './quoted-values.ts'
import { trimmedEnd } from './token-buffer.ts'

const blank = 32

/** Records of csv text as tokens; `line` for a record per line, `begin` and `next` for texts of many records. */
export class CsvTokenizer {
  readonly #cursor: CsvCursor
  readonly #quoted: QuotedValues
  readonly #comment: number

  #recordStart = 0
  #ended = false

  constructor(options: CsvTokenOptions) {
    this.#cursor = new CsvCursor(options)
    this.#quoted = new QuotedValues(this.#cursor)
    this.#comment = options.comment.charCodeAt(0)
  }

  /** The tokens of a line; undefined when it has none (empty, a comment). Tokens equal to `nullValue` are null values. */
  line(text: string): string[] | undefined {
    if (text === '') return undefined
    this.begin(text)
    return this.next()
  }

  /** Begins a text of many records; its line ends are what the first one is, unless `lineSep` says. */
  begin(text: string): void {
    const cursor = this.#cursor
    const { multiLine, lineSep } = cursor.options
    cursor.input.begin(text, multiLine && lineSep === undefined)
    cursor.out.begin()
    cursor.match = 0
    this.#ended = false
  }

  /** The next record's tokens; undefined at the end. */
  next(): string[] | undefined {
    const cursor = this.#cursor
    try {
      for (;;) {
        this.#recordStart = cursor.input.at
        cursor.ch = cursor.input.next()
        if (this.#comment !== none && cursor.ch === this.#comment) {
          if (!cursor.options.multiLine) return undefined
          this.#skipComment()
          continue
        }
        if (cursor.out.pending.length === 0) this.#record()
        const row = cursor.out.row()
        if (row !== undefined) return row
      }
    } catch (error) {
      if (error !== endOfInput) throw error
      if (this.#ended) return cursor.out.pending.shift()
      this.#ended = true
      return this.#end()
    }
  }

  /** The text of the record read last, without the line end behind it. */
  get record(): string {
    const cursor = this.#cursor
    return cursor.input.text.slice(this.#recordStart, cursor.input.at).replace(/\r?\n$|\r$/, '')
  }

  #skipComment(): void {
    const cursor = this.#cursor
    do cursor.ch = cursor.input.next()
    while (cursor.ch !== cursor.newLine)
  }

  #record(): void {
    const cursor = this.#cursor
    const { ignoreLeadingWhiteSpace } = cursor.options
    if (ignoreLeadingWhiteSpace) this.#skipBlanks()
    while (cursor.ch !== cursor.newLine) {
      if (ignoreLeadingWhiteSpace) this.#skipBlanks()
      if (cursor.ch === cursor.newLine || cursor.atDelimiter()) cursor.out.addEmpty()
      else {
        cursor.unescaped = false
        cursor.prev = none
        if (cursor.ch === cursor.quote && (!cursor.many || cursor.out.value === '')) {
          if (this.#quoted.read()) continue
        } else this.#unquoted()
      }
      if (cursor.ch !== cursor.newLine) {
        cursor.ch = cursor.input.next()
        if (cursor.ch === cursor.newLine) cursor.out.addEmpty()
      }
    }
  }

  #unquoted(): void {
    const cursor = this.#cursor
    const { ignoreTrailingWhiteSpace } = cursor.options
    if (cursor.many) {
      cursor.appendUntilMany()
      const value = cursor.out.value
      if (ignoreTrailingWhiteSpace) cursor.out.value = trimmedEnd(value)
      return cursor.out.addValue()
    }
    if (cursor.out.value === '' && this.#plainValue()) return
    cursor.out.trims = ignoreTrailingWhiteSpace
    cursor.entered = cursor.ch
    cursor.appendUntil(cursor.delimiter, cursor.newLine, cursor.newLine)
    cursor.out.addValue()
  }

  /** A value whose end is in the input is cut out as it stands: raw line feeds in it end nothing unless they end lines. */
  #plainValue(): boolean {
    const cursor = this.#cursor
    const text = cursor.input.text
    const { ignoreTrailingWhiteSpace, nullValue, maxCharsPerColumn } = cursor.options
    const [first, second] = cursor.input.separator
    let at = cursor.input.at
    if (at >= text.length) return false
    let ch = cursor.ch
    while (ch !== cursor.delimiter) {
      if (at >= text.length) return false
      if (ch === first && (second === none || text.charCodeAt(at) === second)) break
      ch = text.charCodeAt(at++)
    }
    const from = cursor.input.at - 1
    if (maxCharsPerColumn >= 0 && at - cursor.input.at > maxCharsPerColumn) return false
    const value = text.slice(from, at - 1)
    const kept = ignoreTrailingWhiteSpace ? trimmedEnd(value) : value
    cursor.out.add(kept === '' ? nullValue : kept)
    cursor.input.at = at - 1
    cursor.ch = cursor.input.next()
    return true
  }

  #skipBlanks(): void {
    const cursor = this.#cursor
    if (cursor.many) return this.#skipBlanksBeforeMany()
    while (
      cursor.ch <= blank &&
      cursor.ch !== cursor.delimiter &&
      cursor.ch !== cursor.newLine &&
      cursor.ch !== cursor.quote
    ) {
      cursor.ch = cursor.input.next()
    }
  }

  #skipBlanksBeforeMany(): void {
    const cursor = this.#cursor
    if (cursor.ch > blank) return
    while (
      cursor.ch <= blank &&
      cursor.match < cursor.delimiters.length &&
      cursor.ch !== cursor.newLine &&
      cursor.ch !== cursor.quote
    ) {
      cursor.ch = cursor.input.next()
      if (cursor.delimiters[cursor.match] === cursor.ch && cursor.matchDelimiter()) {
        cursor.out.addEmpty()
        cursor.ch = cursor.input.next()
      }
    }
    cursor.saveMatching()
  }

  #end(): string[] | undefined {
    const cursor = this.#cursor
    const consume = this.#consumesValue()
    const read = cursor.input.at > this.#recordStart
    if (cursor.out.tokens.length > 0 || consume) {
      if (cursor.out.value !== '' || consume) cursor.out.addValue()
      else if (read) cursor.out.addEmpty()
      return cursor.out.row()
    }
    if (cursor.out.value !== '' || read) {
      if (cursor.out.value === '') cursor.out.addEmpty()
      else cursor.out.addValue()
      return cursor.out.row()
    }
    return cursor.out.pending.shift()
  }

  #consumesValue(): boolean {
    const cursor = this.#cursor
    if (cursor.ch === cursor.quote) {
      if (cursor.prev === cursor.quote) return true
      if (!cursor.unescaped) cursor.out.append(cursor.quote)
    }
    const consumes = cursor.prev !== none && cursor.ch !== cursor.delimiter && cursor.ch !== cursor.newLine
    cursor.ch = none
    cursor.prev = none
    if (cursor.match === 0) return consumes
    cursor.saveMatching()
    return true
  }
}
