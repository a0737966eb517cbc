/**
 * Quoted csv values as univocity 2.9.1 reads them: quotes and escapes inside them, blanks behind the closing quote, and
 * what becomes of a quote that closes nothing (`unescapedQuoteHandling`).
 */
import type { CsvCursor } from './csv-cursor.ts'
import { none } from './csv-input.ts'
import { CsvSyntaxError } from './csv-syntax-error.ts'

const blank = 32

/** Reads the values that begin with a quote, from the cursor that the tokenizer shares with it. */
export class QuotedValues {
  readonly #cursor: CsvCursor
  readonly #untilDelimiter: boolean
  readonly #normalizesInQuotes: boolean

  constructor(cursor: CsvCursor) {
    this.#cursor = cursor
    const { unescapedQuoteHandling, lineSep, multiLine } = cursor.options
    this.#untilDelimiter =
      unescapedQuoteHandling !== 'STOP_AT_CLOSING_QUOTE' && unescapedQuoteHandling !== 'RAISE_ERROR'
    this.#normalizesInQuotes = lineSep === undefined || !multiLine
  }

  /** @returns whether the character behind the value has been seen to, and the next value begins */
  read(): boolean {
    const cursor = this.#cursor
    cursor.input.normalizes = this.#normalizesInQuotes
    if (!cursor.many && cursor.out.value === '') {
      const value = this.#plainQuoted()
      if (value !== undefined) {
        cursor.input.normalizes = true
        cursor.out.add(value === '' ? cursor.options.emptyValue : value)
        return this.#behindPlainQuoted()
      }
    }
    cursor.out.trims = false
    if (cursor.many) this.#quotedValueMany()
    else this.#quotedValue()
    cursor.input.normalizes = true
    const backed = cursor.unescaped && cursor.options.unescapedQuoteHandling === 'BACK_TO_DELIMITER'
    if (!(backed && cursor.out.value === '')) cursor.out.addValue()
    return false
  }

  #behindPlainQuoted(): boolean {
    const cursor = this.#cursor
    if (cursor.input.at >= cursor.input.text.length) {
      cursor.ch = cursor.newLine
      return true
    }
    cursor.ch = cursor.input.next()
    if (cursor.ch !== cursor.delimiter) return true
    if (cursor.input.at >= cursor.input.text.length) {
      cursor.out.addEmpty()
      cursor.ch = cursor.newLine
      return true
    }
    cursor.ch = cursor.input.next()
    if (cursor.ch === cursor.newLine) cursor.out.addEmpty()
    return true
  }

  /** The value between quotes when nothing in it is escaped and a delimiter or a line end follows. */
  #plainQuoted(): string | undefined {
    const cursor = this.#cursor
    const text = cursor.input.text
    const [first, second] = cursor.input.separator
    const { maxCharsPerColumn } = cursor.options
    let at = cursor.input.at
    for (; ; at++) {
      if (at >= text.length) return undefined
      const ch = text.charCodeAt(at)
      if (ch === cursor.quote) {
        if (text.charCodeAt(at - 1) === cursor.escape || at + 1 >= text.length) return undefined
        const next = text.charCodeAt(at + 1)
        if (next === cursor.delimiter || next === cursor.newLine) break
        return undefined
      }
      if (ch === cursor.escape) {
        const next = text.charCodeAt(at + 1)
        if (next === cursor.quote || next === cursor.escapeEscape) return undefined
      } else if (ch === first && cursor.input.normalizes && (second === none || text.charCodeAt(at + 1) === second)) {
        return undefined
      }
    }
    if (maxCharsPerColumn >= 0 && at - cursor.input.at > maxCharsPerColumn) return undefined
    const value = text.slice(cursor.input.at, at)
    cursor.input.at = at + 1
    return value
  }

  #quotedValue(): void {
    const cursor = this.#cursor
    if (cursor.prev !== none && this.#untilDelimiter) return this.#restUntilDelimiter(false)
    cursor.ch = cursor.input.next()
    while (
      !(
        cursor.prev === cursor.quote &&
        (cursor.ch <= blank || cursor.ch === cursor.delimiter || cursor.ch === cursor.newLine)
      )
    ) {
      if (!this.#quotedStep(false)) return
    }
    if (cursor.ch !== cursor.delimiter && cursor.ch !== cursor.newLine && cursor.ch <= blank) {
      const blanks = this.#blanksBehindQuote()
      if (blanks === undefined) return
      if (cursor.ch !== cursor.delimiter && cursor.options.unescapedQuoteHandling !== 'RAISE_ERROR') {
        this.#contentBehindBlanks(blanks)
        this.#quotedValue()
      }
    }
    if (cursor.ch !== cursor.delimiter && cursor.ch !== cursor.newLine) {
      throw new CsvSyntaxError(
        `Unexpected character '${String.fromCharCode(cursor.ch)}' following quoted value of CSV field. Expecting ` +
          `'${cursor.options.delimiter}'. Cannot parse CSV input.`,
        false,
      )
    }
  }

  #quotedValueMany(): void {
    const cursor = this.#cursor
    if (cursor.prev !== none && this.#untilDelimiter) return this.#restUntilDelimiter(true)
    cursor.ch = cursor.input.next()
    while (!(cursor.prev === cursor.quote && (cursor.ch <= blank || cursor.ch === cursor.newLine))) {
      if (cursor.prev === cursor.quote && cursor.matchDelimiter()) return
      if (!this.#quotedStep(true)) return
    }
    if (cursor.ch === cursor.newLine || cursor.ch > blank || cursor.matchDelimiter(true)) return
    let blanks = ''
    do {
      blanks += String.fromCharCode(cursor.ch)
      cursor.ch = cursor.input.next()
      if (cursor.ch === cursor.newLine || cursor.matchDelimiter(true)) return
    } while (cursor.ch <= blank)
    if (cursor.options.unescapedQuoteHandling === 'RAISE_ERROR' || cursor.matchDelimiter(true)) return
    this.#contentBehindBlanks(blanks)
    this.#quotedValue()
  }

  /** One character of a quoted value; false when the value has ended. */
  #quotedStep(many: boolean): boolean {
    const cursor = this.#cursor
    if (cursor.ch !== cursor.quote && cursor.ch !== cursor.escape) {
      if (cursor.prev === cursor.quote) {
        this.#unescapedQuote()
        return false
      }
      if (cursor.prev === cursor.escape && cursor.escape !== none) cursor.out.append(cursor.escape)
      cursor.entered = cursor.ch
      cursor.appendUntil(cursor.quote, cursor.escape, cursor.escapeEscape)
      cursor.prev = cursor.ch
      cursor.ch = cursor.input.next()
      return true
    }
    this.#quoteOrEscape()
    cursor.prev = cursor.ch
    cursor.ch = cursor.input.next()
    const ended = (): boolean =>
      cursor.ch === cursor.newLine || (many ? cursor.matchDelimiter() : cursor.ch === cursor.delimiter)
    return !(cursor.unescaped && ended())
  }

  /** Blanks behind a closing quote; undefined when the line ends behind them. */
  #blanksBehindQuote(): string | undefined {
    const cursor = this.#cursor
    let blanks = ''
    do {
      blanks += String.fromCharCode(cursor.ch)
      cursor.ch = cursor.input.next()
      if (cursor.ch === cursor.newLine) return undefined
    } while (cursor.ch <= blank)
    return blanks
  }

  #contentBehindBlanks(blanks: string): void {
    const cursor = this.#cursor
    cursor.out.append(cursor.quote)
    cursor.out.value += blanks
    if (this.#untilDelimiter || (cursor.ch !== cursor.quote && cursor.ch !== cursor.escape))
      cursor.out.append(cursor.ch)
    cursor.prev = cursor.ch
  }

  #restUntilDelimiter(many: boolean): void {
    const cursor = this.#cursor
    if (cursor.options.unescapedQuoteHandling === 'SKIP_VALUE') return this.#skipValue()
    cursor.out.value = String.fromCharCode(cursor.quote) + cursor.out.value
    cursor.ch = cursor.input.next()
    cursor.out.trims = cursor.options.ignoreTrailingWhiteSpace
    if (many) return cursor.appendUntilMany()
    cursor.entered = cursor.ch
    cursor.appendUntil(cursor.delimiter, cursor.newLine, cursor.newLine)
  }

  #skipValue(): void {
    const cursor = this.#cursor
    cursor.out.value = ''
    cursor.out.skips = true
    if (!cursor.many) {
      while (cursor.ch !== cursor.delimiter && cursor.ch !== cursor.newLine) cursor.ch = cursor.input.next()
      return
    }
    for (; cursor.match < cursor.delimiters.length && cursor.ch !== cursor.newLine; cursor.ch = cursor.input.next()) {
      cursor.match = cursor.delimiters[cursor.match] === cursor.ch ? cursor.match + 1 : 0
    }
  }

  /** A quote that closes nothing: what follows is neither delimiter nor line end nor blank. */
  #unescapedQuote(): void {
    const cursor = this.#cursor
    cursor.unescaped = true
    switch (cursor.options.unescapedQuoteHandling) {
      case 'BACK_TO_DELIMITER':
        this.#backToDelimiter()
        cursor.out.append(cursor.ch)
        cursor.prev = none
        return cursor.many ? this.#quotedValueMany() : this.#quotedValue()
      case 'SKIP_VALUE':
        return this.#skipValue()
      case 'RAISE_ERROR':
        throw new CsvSyntaxError(
          `Unescaped quote character '${cursor.options.quote}' inside quoted value of CSV field. To allow unescaped quotes, ` +
            "set 'parseUnescapedQuotes' to 'true' in the CSV parser settings. Cannot parse CSV input.",
          false,
        )
      default:
        cursor.out.append(cursor.quote)
        cursor.out.append(cursor.ch)
        cursor.prev = cursor.ch
        return cursor.many ? this.#quotedValueMany() : this.#quotedValue()
    }
  }

  /** Takes a quoted value that was none apart at its delimiters and line ends. */
  #backToDelimiter(): void {
    const cursor = this.#cursor
    const { delimiter } = cursor.options
    for (;;) {
      const cut = cursor.out.value.indexOf(delimiter)
      const line = cursor.out.value.indexOf(String.fromCharCode(cursor.newLine))
      if (cut < 0 && line < 0) return
      const ends = cut < 0 || (line >= 0 && line < cut)
      const at = ends ? line : cut
      cursor.out.add(cursor.out.value.slice(0, at))
      cursor.out.value = cursor.out.value.slice(at + (ends ? 1 : delimiter.length))
      if (ends) {
        cursor.out.pending.push(cursor.out.tokens)
        cursor.out.tokens = []
      }
    }
  }

  #quoteOrEscape(): void {
    const cursor = this.#cursor
    if (cursor.ch === cursor.escape && cursor.prev === cursor.escapeEscape && cursor.escapeEscape !== none) {
      cursor.out.append(cursor.escape)
      cursor.ch = none
    } else if (cursor.prev === cursor.escape) {
      if (cursor.ch === cursor.quote) {
        cursor.out.append(cursor.quote)
        cursor.ch = none
      } else cursor.out.append(cursor.prev)
    } else if (cursor.ch === cursor.quote && cursor.prev === cursor.quote) {
      cursor.out.append(cursor.quote)
    } else if (cursor.prev === cursor.quote) this.#unescapedQuoteInValue()
  }

  #unescapedQuoteInValue(): void {
    const cursor = this.#cursor
    switch (cursor.options.unescapedQuoteHandling) {
      case 'SKIP_VALUE':
        return this.#skipValue()
      case 'RAISE_ERROR':
        throw new CsvSyntaxError(
          `Unescaped quote character '${cursor.options.quote}' inside value of CSV field.`,
          false,
        )
      default:
        cursor.out.append(cursor.quote)
        cursor.prev = cursor.ch
        return this.#escapedValue()
    }
  }

  #escapedValue(): void {
    const cursor = this.#cursor
    while (cursor.ch !== cursor.newLine && !cursor.atDelimiter()) {
      if (cursor.ch !== cursor.quote && cursor.ch !== cursor.escape) {
        if (cursor.prev === cursor.quote) return this.#unescapedQuoteInValue()
        cursor.out.append(cursor.ch)
      } else this.#quoteOrEscape()
      cursor.prev = cursor.ch
      cursor.ch = cursor.input.next()
    }
  }
}
