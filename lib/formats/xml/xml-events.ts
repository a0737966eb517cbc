/** The events of a record as Spark's XML reader has them: elements and text, neighbouring texts joined. */
import { type XmlAttribute, XmlScanner, XmlSyntaxError } from './xml-scanner.ts'

export type RecordEvent =
  | { readonly kind: 'start'; readonly name: string; readonly attributes: readonly XmlAttribute[] }
  | { readonly kind: 'end'; readonly name: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'eof' }

export const isBlank = (text: string): boolean => /^[ \t\r\n]*$/.test(text)

export class XmlEvents {
  readonly #scanner: XmlScanner
  /** What comes next, once it was looked at. */
  #peeked: RecordEvent | undefined
  /** What stood behind a text. */
  #behind: RecordEvent | undefined
  #failure: unknown

  constructor(text: string) {
    this.#scanner = new XmlScanner(text)
  }

  /** The next event, which stays. @throws XmlSyntaxError, again and again */
  peek(): RecordEvent {
    this.#peeked ??= this.#read()
    return this.#peeked
  }

  next(): RecordEvent {
    const event = this.peek()
    this.#peeked = undefined
    return event
  }

  /** The attributes of the root, which is entered. @throws XmlSyntaxError when there is none */
  enter(): readonly XmlAttribute[] {
    const event = this.next()
    if (event.kind !== 'start') throw new XmlSyntaxError('An element is missing', 0)
    return event.attributes
  }

  #read(): RecordEvent {
    if (this.#failure !== undefined) throw this.#failure
    try {
      return this.#joined()
    } catch (error) {
      this.#failure = error
      throw error
    }
  }

  #joined(): RecordEvent {
    const held = this.#behind
    this.#behind = undefined
    if (held !== undefined && held.kind !== 'text') return held
    let text = held?.text
    for (;;) {
      const event = this.#scanner.next()
      switch (event.kind) {
        case 'text':
        case 'cdata':
          text = (text ?? '') + event.text
          break
        case 'comment':
        case 'instruction':
          if (text !== undefined) return { kind: 'text', text }
          break
        default:
          if (text === undefined) return event
          this.#behind = event
          return { kind: 'text', text }
      }
    }
  }
}
