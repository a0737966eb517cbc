/** Elements, attributes and text as XML, indented as the JDK's `IndentingXMLStreamWriter` does. */
import { MillraceError } from '../../errors.ts'

const validName = /^[\p{L}_:][\p{L}\p{N}\p{M}._:\u00b7-]*$/u
const forbidden = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '"': '&quot;',
  '\t': '&#x9;',
  '\n': '&#xa;',
  '\r': '&#xd;',
}

export class XmlText {
  #text = ''
  readonly #open: { readonly name: string; holds: 'nothing' | 'elements' | 'text' }[] = []
  /** A start tag that has not got its `>` yet. */
  #unclosed = false
  readonly #indent: string
  readonly #validate: boolean

  /** @param indent what each level is indented by; '' = everything in one line, which then ends */
  constructor(indent: string, validate: boolean) {
    this.#indent = indent
    this.#validate = validate
  }

  /** @throws MILLRACE_XML_NAME */
  start(name: string): void {
    if (this.#validate && !validName.test(name)) throw invalidName(name)
    this.#close()
    const around = this.#open.at(-1)
    if (around) around.holds = 'elements'
    if (this.#indent !== '' && this.#open.length > 0) this.#text += `\n${this.#indent.repeat(this.#open.length)}`
    this.#text += `<${name}`
    this.#unclosed = true
    this.#open.push({ name, holds: 'nothing' })
  }

  /** Of the element that began last, before its content. @throws MILLRACE_XML_NAME, MILLRACE_XML_VALUE */
  attribute(name: string, value: string): void {
    if (this.#validate && !validName.test(name)) throw invalidName(name)
    if (!this.#unclosed) throw unwritable('An attribute behind the content of its element', name)
    this.#text += ` ${name}="${checked(value).replace(/[&<"\t\n\r]/g, (unit) => escapes[unit] as string)}"`
  }

  text(value: string): void {
    this.#close()
    const around = this.#open.at(-1)
    if (around) around.holds = 'text'
    this.#text += checked(value)
      .replace(/[&<\r]/g, (unit) => escapes[unit] as string)
      .replaceAll(']]>', ']]&gt;')
  }

  end(): void {
    const ended = this.#open.pop()
    if (!ended) return
    if (this.#unclosed) {
      this.#text += '/>'
      this.#unclosed = false
      return
    }
    if (this.#indent !== '' && ended.holds === 'elements') this.#text += `\n${this.#indent.repeat(this.#open.length)}`
    this.#text += `</${ended.name}>`
  }

  finish(): string {
    return this.#indent === '' ? `${this.#text}\n` : this.#text
  }

  #close(): void {
    if (this.#unclosed) this.#text += '>'
    this.#unclosed = false
  }
}

function checked(text: string): string {
  if (forbidden.test(text)) throw unwritable('A character that cannot stand in XML', text.slice(0, 60))
  return text
}

const unwritable = (why: string, what: string): MillraceError =>
  new MillraceError('MILLRACE_XML_VALUE', `${why}: ${what}`)

const invalidName = (name: string): MillraceError =>
  new MillraceError('MILLRACE_XML_NAME', `A field whose name can be no element of XML; give it another by AS: ${name}`)
