/** Characters of a csv text one after another, with line ends made one character. */
import { invariant } from '../../errors.ts'

/** Ends of input are met in the midst of values; what was read till then is a record. */
export const endOfInput = Symbol('end of input')

/** No character. */
export const none = 0

export class CsvInput {
  text = ''
  /** Position of the next character. */
  at = 0
  /** Whether line ends become the one character; within quotes options may say no. */
  normalizes = true
  /** The characters that end a line; the second is `none` when it is one. */
  separator: readonly [number, number]
  readonly #newLine: number

  constructor(separator: string, newLine: number) {
    this.separator = separatorOf(separator)
    this.#newLine = newLine
  }

  /** @param detects whether line ends are what the text's first one is */
  begin(text: string, detects: boolean): void {
    this.text = text
    this.at = 0
    this.normalizes = true
    if (detects) this.separator = separatorOf(/\r\n|\r|\n/.exec(text)?.[0] ?? '\n')
  }

  /** The next character. @throws endOfInput */
  next(): number {
    const { text } = this
    if (this.at >= text.length) throw endOfInput
    let ch = text.charCodeAt(this.at++)
    const [first, second] = this.separator
    if (ch === first && (second === none || text.charCodeAt(this.at) === second) && this.normalizes) {
      ch = this.#newLine
      if (second !== none) this.at++
    }
    return ch
  }
}

function separatorOf(text: string): readonly [number, number] {
  invariant(text.length > 0, 'a line separator without characters')
  return [text.charCodeAt(0), text.length > 1 ? text.charCodeAt(1) : none]
}
