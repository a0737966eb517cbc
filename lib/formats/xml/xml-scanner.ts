/** XML 1.0 as a series of events, read as far as it is asked for. Entities of the document's own are known, others are not. */

/** What is in a document. Between `start` and `end` of one name stands what is in the element. */
export type XmlEvent =
  | { readonly kind: 'start'; readonly name: string; readonly attributes: readonly XmlAttribute[] }
  | { readonly kind: 'end'; readonly name: string }
  | { readonly kind: 'text' | 'cdata' | 'comment'; readonly text: string }
  | { readonly kind: 'instruction'; readonly name: string; readonly text: string }
  | { readonly kind: 'eof' }

export type XmlAttribute = readonly [name: string, value: string]

/** Text that is no XML: what is wrong, at which place (UTF-16 units from 0). */
export class XmlSyntaxError extends Error {
  readonly at: number

  constructor(message: string, at: number) {
    super(`${message}, at character ${at}`)
    this.at = at
  }
}

const name = /[\p{L}\p{Nl}_:][\p{L}\p{N}\p{M}._:\u00b7-]*/uy
const blanks = /[ \t\n]*/y
const reference = /&(?:#(\d+)|#x([\da-fA-F]+)|([^\s;&<]+));/y
const declaration = /<\?xml(?=\s)[^?]*(?:\?(?!>)[^?]*)*\?>/y
const entityDeclaration = /<!ENTITY\s+([^\s%]+)\s+(?:"([^"]*)"|'([^']*)')\s*>/g
const external = /<!ENTITY\s+([^\s%]+)\s+(?:SYSTEM|PUBLIC)\b/g
const forbidden = /[^\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u
const predefined: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
])

/** How deep elements may stand in one another, as in the parser that Spark reads XML with. */
const mostElements = 1000

/** Java's limits on what entities may grow to. */
const mostExpansions = 64_000
const mostExpanded = 5e7

export class XmlScanner {
  #source: string
  #at = 0
  readonly #open: string[] = []
  /** The end of an element without content. */
  #pending: string | undefined
  #rooted = false
  readonly #entities = new Map<string, string>()
  #expansions = 0

  constructor(text: string) {
    this.#source = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text
  }

  /**
   * The next event; `eof` once the element that holds all others has ended and nothing follows.
   *
   * @throws XmlSyntaxError
   */
  next(): XmlEvent {
    if (this.#pending !== undefined) {
      const ended = this.#pending
      this.#pending = undefined
      this.#open.pop()
      return { kind: 'end', name: ended }
    }
    const source = this.#source
    if (this.#at >= source.length) {
      if (this.#open.length > 0 || !this.#rooted) throw this.#error('Premature end of the document')
      return { kind: 'eof' }
    }
    return source[this.#at] === '<' ? this.#markup() : this.#text()
  }

  #markup(): XmlEvent {
    const source = this.#source
    switch (source[this.#at + 1]) {
      case '/':
        return this.#endTag()
      case '?':
        return this.#instruction()
      case '!':
        return this.#special()
      default:
        return this.#startTag()
    }
  }

  #text(): XmlEvent {
    const start = this.#at
    if (this.#open.length === 0) {
      blanks.lastIndex = start
      this.#at += blanks.exec(this.#source)?.[0].length ?? 0
      if (this.#at === start) throw this.#error(`Content is not allowed ${this.#rooted ? 'behind' : 'before'} the root`)
      return this.next()
    }
    let text = ''
    while (this.#at < this.#source.length && this.#source[this.#at] !== '<') {
      const next = this.#source.slice(this.#at).search(/[<&]/)
      const end = next < 0 ? this.#source.length : this.#at + next
      text += this.#characters(this.#at, end)
      this.#at = end
      if (this.#source[end] === '&') text += this.#reference(true)
    }
    // An entity of nothing, or of elements only.
    return text === '' ? this.next() : { kind: 'text', text }
  }

  /** @throws XmlSyntaxError for characters that there are not in XML, and for `]]>` */
  #characters(from: number, end: number): string {
    const text = this.#source.slice(from, end)
    const bad = text.search(forbidden)
    if (bad >= 0) throw new XmlSyntaxError('An invalid character', from + bad)
    if (text.includes(']]>')) throw new XmlSyntaxError('`]]>` in text', from)
    return text
  }

  /**
   * What the reference at the cursor stands for.
   *
   * @param content an entity of the document is read in its place and gives '' here; else its text is given
   */
  #reference(content: boolean): string {
    reference.lastIndex = this.#at
    const match = reference.exec(this.#source)
    if (!match) throw this.#error('A reference to an entity that is none')
    const [all, decimal, hexadecimal, entity = ''] = match
    const from = this.#at
    this.#at += all.length
    if (decimal !== undefined || hexadecimal !== undefined) {
      const code = decimal === undefined ? Number.parseInt(hexadecimal as string, 16) : Number(decimal)
      const character = code <= 0x10ffff ? String.fromCodePoint(code) : '\0'
      if (forbidden.test(character) && character !== '\r') throw this.#error('A reference to an invalid character')
      return character
    }
    const known = predefined.get(entity)
    if (known !== undefined) return known
    const value = this.#entities.get(entity)
    if (value === undefined) throw this.#error(`An entity that is not declared: ${entity}`)
    if (++this.#expansions > mostExpansions || this.#source.length + value.length > mostExpanded) {
      throw this.#error('Too many entities within entities')
    }
    if (!content) return value
    this.#source = this.#source.slice(0, from) + value + this.#source.slice(this.#at)
    this.#at = from
    return ''
  }

  #startTag(): XmlEvent {
    if (this.#open.length === 0 && this.#rooted) throw this.#error('A second element beside the root')
    this.#at++
    const tag = this.#name()
    const attributes: XmlAttribute[] = []
    for (;;) {
      const spaced = this.#blanks()
      const unit = this.#source[this.#at]
      if (unit === '>') break
      if (unit === '/' && this.#source[this.#at + 1] === '>') {
        this.#pending = tag
        this.#at++
        break
      }
      if (!spaced) throw this.#error('Attributes are parted by blanks')
      const attribute = this.#attribute()
      if (attributes.some(([other]) => other === attribute[0])) throw this.#error(`A second attribute ${attribute[0]}`)
      attributes.push(attribute)
    }
    this.#at++
    this.#rooted = true
    this.#open.push(tag)
    if (this.#open.length > mostElements) throw this.#error(`More than ${mostElements} elements within one another`)
    return { kind: 'start', name: tag, attributes }
  }

  #attribute(): XmlAttribute {
    const key = this.#name()
    this.#blanks()
    this.#expect('=')
    this.#blanks()
    const quote = this.#source[this.#at]
    if (quote !== '"' && quote !== "'") throw this.#error('The value of an attribute stands in quotes')
    const from = ++this.#at
    const end = this.#source.indexOf(quote, from)
    if (end < 0) throw this.#error('A value without its closing quote')
    const raw = this.#source.slice(from, end)
    if (raw.includes('<')) throw this.#error('`<` in the value of an attribute')
    if (forbidden.test(raw)) throw this.#error('An invalid character')
    const value = this.#attributeText(raw)
    this.#at = end + 1
    return [key, value]
  }

  /** Blanks become spaces, references what they stand for. */
  #attributeText(raw: string): string {
    if (!/[&\t\n]/.test(raw)) return raw
    const start = this.#at
    let text = ''
    let done = 0
    for (let at = raw.indexOf('&'); at >= 0; at = raw.indexOf('&', done)) {
      text += raw.slice(done, at).replace(/[\t\n]/g, ' ')
      this.#at = start + at
      const given = this.#reference(false)
      const entity = !/^&(?:#|lt;|gt;|amp;|quot;|apos;)/.test(raw.slice(at))
      text += entity ? this.#entityText(given, 0) : given
      done = this.#at - start
    }
    return text + raw.slice(done).replace(/[\t\n]/g, ' ')
  }

  #entityText(value: string, depth: number): string {
    if (depth > 64 || value.includes('<')) throw this.#error('An entity that cannot stand in an attribute')
    return value.replace(/[\t\n]/g, ' ').replace(/&([^;]*);/g, (_, inner: string) => {
      const known = predefined.get(inner)
      const nested = this.#entities.get(inner)
      if (known !== undefined) return known
      if (nested === undefined || ++this.#expansions > mostExpansions) {
        throw this.#error(`An entity that is not declared: ${inner}`)
      }
      return this.#entityText(nested, depth + 1)
    })
  }

  #endTag(): XmlEvent {
    this.#at += 2
    const tag = this.#name()
    this.#blanks()
    this.#expect('>')
    if (this.#open.pop() !== tag) throw this.#error(`The end of an element that is not open: ${tag}`)
    return { kind: 'end', name: tag }
  }

  #instruction(): XmlEvent {
    declaration.lastIndex = this.#at
    const declared = declaration.exec(this.#source)
    if (declared) {
      if (this.#at > 0) throw this.#error('The declaration of XML is not at the beginning')
      this.#at += declared[0].length
      return this.next()
    }
    const end = this.#source.indexOf('?>', this.#at)
    if (end < 0) throw this.#error('A processing instruction without an end')
    this.#at += 2
    const target = this.#name()
    const text = this.#source.slice(this.#at, end).trimStart()
    this.#at = end + 2
    return { kind: 'instruction', name: target, text }
  }

  #special(): XmlEvent {
    if (this.#source.startsWith('<!--', this.#at)) {
      const text = this.#until('<!--', '-->', 'A comment')
      if (text.includes('--')) throw this.#error('`--` in a comment')
      return { kind: 'comment', text }
    }
    if (this.#open.length > 0 && this.#source.startsWith('<![CDATA[', this.#at)) {
      return { kind: 'cdata', text: this.#until('<![CDATA[', ']]>', 'A CDATA section') }
    }
    if (!this.#rooted && this.#source.startsWith('<!DOCTYPE', this.#at)) {
      this.#doctype()
      return this.next()
    }
    throw this.#error('Markup that there is not')
  }

  #until(begin: string, end: string, what: string): string {
    const from = this.#at + begin.length
    const to = this.#source.indexOf(end, from)
    if (to < 0) throw this.#error(`${what} without an end`)
    this.#at = to + end.length
    return this.#source.slice(from, to)
  }

  /** Entities of the internal subset are remembered, all else is passed over; nothing is read from elsewhere. */
  #doctype(): void {
    const rest = this.#source.slice(this.#at)
    const match = /^<!DOCTYPE\s+[^[>]*(?:\[((?:"[^"]*"|'[^']*'|<!--[\s\S]*?-->|<(?!!--)|[^\]"'<])*)\]\s*)?>/.exec(rest)
    if (!match) throw this.#error('A document type without an end')
    const [all, subset = ''] = match
    for (const [, entity = '', double, single] of subset.matchAll(entityDeclaration)) {
      const value = (double ?? single ?? '').replace(
        /&#(?:x([\da-fA-F]+)|(\d+));/g,
        (_, hex?: string, digits?: string) =>
          String.fromCodePoint(hex === undefined ? Number(digits) : Number.parseInt(hex, 16)),
      )
      if (!this.#entities.has(entity)) this.#entities.set(entity, value)
    }
    for (const [, entity = ''] of subset.matchAll(external)) this.#entities.delete(entity)
    this.#at += all.length
  }

  #name(): string {
    name.lastIndex = this.#at
    const found = name.exec(this.#source)?.[0]
    if (found === undefined) throw this.#error('A name is missing')
    this.#at += found.length
    return found
  }

  /** Whether there were any. */
  #blanks(): boolean {
    blanks.lastIndex = this.#at
    const length = blanks.exec(this.#source)?.[0].length ?? 0
    this.#at += length
    return length > 0
  }

  #expect(unit: string): void {
    if (this.#source[this.#at] !== unit) throw this.#error(`\`${unit}\` is missing`)
    this.#at++
  }

  #error(message: string): XmlSyntaxError {
    return new XmlSyntaxError(message, this.#at)
  }
}
