/**
 * Rows of texts as lines of csv, by the rules of univocity 2.9.1 with the settings that Spark gives it. It quotes a value
 * that begins with a quote, holds a delimiter, a line end, or (`escapeQuotes`) a quote; blanks around values go first.
 */
import type { CsvWriteOptions } from './options.ts'

const blank = 32

export class CsvRowText {
  readonly #options: CsvWriteOptions
  readonly #comment: string
  readonly #separator: string

  constructor(options: CsvWriteOptions) {
    this.#options = options
    // univocity's comment character is # unless another is set, and writing has no switch for it.
    this.#comment = options.comment === '\0' ? '#' : options.comment
    this.#separator = options.lineSep ?? '\n'
  }

  /** The line of a row, with its end; empty when nothing would stand in it, since Spark skips empty lines. */
  line(values: readonly (string | undefined)[]): string {
    let text = ''
    for (let i = 0; i < values.length; i++) {
      if (i > 0) text += this.#options.delimiter
      text += this.value(values[i], i === 0)
    }
    return text === '' ? '' : text + this.#separator
  }

  /** A value as it stands in the file. */
  value(given: string | undefined, first: boolean): string {
    const { nullValue, emptyValue, quote, quoteAll } = this.#options
    const replaced = given === undefined || given === ''
    const text = given === undefined ? nullValue : given === '' ? emptyValue : given
    const shown = this.#shown(text, quoteAll, first, replaced)
    if (shown.content !== '' || replaced) return shown.quoted ? quote + shown.content + quote : shown.content
    // Nothing but blanks is left out, and stands as an empty value.
    const empty = this.#shown(emptyValue, shown.quoted, first, true)
    return empty.quoted ? quote + empty.content + quote : empty.content
  }

  #shown(text: string, quoted: boolean, first: boolean, replaced: boolean): { content: string; quoted: boolean } {
    const { quote, delimiter, escape: escaper, ignoreLeadingWhiteSpace } = this.#options
    const start = ignoreLeadingWhiteSpace ? leadingBlanks(text) : 0
    const mustQuote = start < text.length && (text[start] === quote || (first && text[0] === this.#comment))
    if (quoted || mustQuote) {
      if (replaced && text.length >= 2 && text[0] === quote && text.endsWith(quote)) {
        return { content: text, quoted: false }
      }
      return { content: this.#escaped(text, start), quoted: true }
    }
    for (let i = start; i < text.length; i++) {
      const unit = text[i] as string
      if (unit === quote || unit === escaper) {
        if (!this.#triggers(text, i)) break
        return { content: denormalized(text.slice(start, i), this.#separator) + this.#escaped(text, i), quoted: true }
      }
      if (text.startsWith(delimiter, i) || this.#isTrigger(unit)) {
        return { content: denormalized(text.slice(start, i), this.#separator) + this.#escaped(text, i), quoted: true }
      }
    }
    return { content: this.#trimmed(text.slice(start)), quoted: false }
  }

  #isTrigger(unit: string): boolean {
    const { escapeQuotes, quote } = this.#options
    return unit === '\n' || unit === '\r' || this.#separator.includes(unit) || (escapeQuotes && unit === quote)
  }

  #triggers(text: string, from: number): boolean {
    const { delimiter } = this.#options
    for (let i = from; i < text.length; i++) {
      if (text.startsWith(delimiter, i) || this.#isTrigger(text[i] as string)) return true
    }
    return false
  }

  #escaped(text: string, from: number): string {
    const { quote, escape: escaper, escapeEscape } = this.#options
    let out = ''
    for (let i = from; i < text.length; i++) {
      const unit = text[i] as string
      if (unit === quote) out += escaper
      else if (unit === escaper && escapeEscape !== '\0') out += escapeEscape
      out += unit
    }
    return denormalized(this.#trimmed(out), this.#separator)
  }

  #trimmed(text: string): string {
    if (!this.#options.ignoreTrailingWhiteSpace) return text
    let end = text.length
    while (end > 0 && text.charCodeAt(end - 1) <= blank) end--
    return text.slice(0, end)
  }
}

function leadingBlanks(text: string): number {
  let at = 0
  while (at < text.length && text.charCodeAt(at) <= blank) at++
  return at
}

/** A line feed in a value is written as the line separator, when that has two characters. */
const denormalized = (text: string, separator: string): string =>
  separator.length === 1 ? text : text.replaceAll('\n', separator)
