/** The tokens of the record in progress and the value that is being put together. */
import { CsvSyntaxError } from './csv-syntax-error.ts'
import type { CsvReadOptions } from './options.ts'

const blank = 32

export class TokenBuffer {
  readonly #options: Pick<CsvReadOptions, 'nullValue' | 'emptyValue' | 'maxColumns' | 'maxCharsPerColumn'>
  tokens: string[] = []
  /** Records that were found inside a value, to be given first. */
  pending: string[][] = []
  value = ''
  /** Whether the value in progress loses its blanks at the end; univocity keeps it from value to value. */
  trims = false
  /** Whether the value in progress is skipped, whatever comes; it is null then. */
  skips = false

  constructor(options: Pick<CsvReadOptions, 'nullValue' | 'emptyValue' | 'maxColumns' | 'maxCharsPerColumn'>) {
    this.#options = options
  }

  /** Forgets what a text that ended in an error has left. */
  begin(): void {
    this.tokens = []
    this.pending = []
    this.value = ''
    this.skips = false
  }

  /** Adds a character to the value. @throws CsvSyntaxError beyond maxCharsPerColumn */
  append(ch: number): void {
    if (this.skips) return
    const { maxCharsPerColumn } = this.#options
    if (maxCharsPerColumn >= 0 && this.value.length >= maxCharsPerColumn) {
      throw new CsvSyntaxError(`A value is longer than maxCharsPerColumn = ${maxCharsPerColumn}`, true)
    }
    this.value += String.fromCharCode(ch)
  }

  /** Adds a token. @throws CsvSyntaxError beyond maxColumns */
  add(token: string): void {
    const { maxColumns } = this.#options
    if (this.tokens.length >= maxColumns) {
      throw new CsvSyntaxError(`A record has more columns than maxColumns = ${maxColumns}`, true)
    }
    this.skips = false
    this.tokens.push(token)
  }

  addEmpty(): void {
    this.add(this.#options.nullValue)
  }

  /** Adds the value as a token. */
  addValue(): void {
    if (this.skips) return this.addEmpty()
    const value = this.trims ? trimmedEnd(this.value) : this.value
    this.value = ''
    this.add(value === '' ? this.#options.emptyValue : value)
  }

  /** The record, which is over; undefined when it has no token. */
  row(): string[] | undefined {
    const pending = this.pending.shift()
    if (pending !== undefined) return pending
    if (this.tokens.length === 0) return undefined
    const row = this.tokens
    this.tokens = []
    return row
  }
}

/** A text without the blanks and control characters at its end. */
export function trimmedEnd(text: string): string {
  let end = text.length
  while (end > 0 && text.charCodeAt(end - 1) <= blank) end--
  return end === text.length ? text : text.slice(0, end)
}
