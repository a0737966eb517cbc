/** XML text to structs: Spark's `from_xml`, which is to say its `StaxXmlParser` over one record. */
import { MillraceError } from '../../errors.ts'
import type { DataType, Field, SqlValue } from '../../types/data-type.ts'
import { malformedRecord } from '../json/malformed-record.ts'
import { xmlConverter } from './xml-converters.ts'
import { isBlank, XmlEvents } from './xml-events.ts'
import type { XmlReadOptions } from './xml-options.ts'
import { type XmlAttribute, XmlSyntaxError } from './xml-scanner.ts'

type StructType = DataType & { readonly kind: 'struct' }
type Attributes = readonly XmlAttribute[]

/** A value that is not of its type; `row` is what could be read all the same. */
class XmlMismatch extends Error {
  readonly row: SqlValue[] | undefined

  constructor(message: string, row?: SqlValue[]) {
    super(message)
    this.row = row
  }
}

/** The name of an element or attribute as fields have it. */
export function fieldName(name: string, options: XmlReadOptions): string {
  return options.ignoreNamespace ? name.slice(name.lastIndexOf(':') + 1) : name
}

/** Attributes as fields; null where the text of the option nullValue stands. */
export function attributeFields(
  attributes: Attributes,
  options: XmlReadOptions,
): readonly (readonly [string, string | null])[] {
  if (options.excludeAttribute) return []
  return attributes.map(([name, value]) => {
    const text = options.ignoreSurroundingSpaces ? value.replace(/^[\0- ]+|[\0- ]+$/g, '') : value
    return [options.attributePrefix + fieldName(name, options), text === options.nullValue ? null : text]
  })
}

/** Reads texts as one record each. One per expression. */
export class XmlValueParser {
  readonly #type: StructType
  readonly #options: XmlReadOptions
  readonly #corrupt: number
  readonly #converters = new Map<DataType, (text: string) => SqlValue | undefined>()
  readonly #positions = new Map<StructType, ReadonlyMap<string, number>>()
  #events = new XmlEvents('')

  /** @throws PARSE_MODE_UNSUPPORTED, INVALID_DATETIME_PATTERN, INVALID_TIMEZONE */
  constructor(fields: readonly Field[], options: XmlReadOptions) {
    if (options.mode === 'DROPMALFORMED') {
      throw new MillraceError(
        'PARSE_MODE_UNSUPPORTED',
        "The function `from_xml` doesn't support the DROPMALFORMED mode. Acceptable modes are PERMISSIVE and FAILFAST.",
        { sqlState: '42601', parameters: { funcName: '`from_xml`', mode: 'DROPMALFORMED' } },
      )
    }
    this.#options = options
    this.#corrupt = fields.findIndex((one) => one.name === options.columnNameOfCorruptRecord)
    this.#type = { kind: 'struct', fields: fields.filter((_, at) => at !== this.#corrupt) }
  }

  /**
   * The values of a text; of malformed text what could be read.
   *
   * @throws MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION in FAILFAST mode
   */
  parse(text: string): SqlValue[] {
    let row: SqlValue[]
    let failure: Error | undefined
    try {
      this.#events = new XmlEvents(text)
      row = this.#object(this.#type, this.#events.enter())
    } catch (error) {
      if (!(error instanceof XmlMismatch) && !(error instanceof XmlSyntaxError)) throw error
      failure = error
      row = (error instanceof XmlMismatch ? error.row : undefined) ?? this.#type.fields.map(() => null)
    }
    if (failure && this.#options.mode === 'FAILFAST') throw malformedRecord(row, failure, text.slice(0, 200))
    if (this.#corrupt >= 0) row.splice(this.#corrupt, 0, failure ? text : null)
    return row
  }

  #position(type: StructType, name: string): number {
    let positions = this.#positions.get(type)
    if (!positions) {
      positions = new Map(type.fields.map((one, at) => [one.name.toLowerCase(), at]))
      this.#positions.set(type, positions)
    }
    return positions.get(name.toLowerCase()) ?? -1
  }

  /** @throws XmlMismatch */
  #convert(text: string, type: DataType): SqlValue {
    let convert = this.#converters.get(type)
    if (!convert) {
      convert = xmlConverter(type, this.#options)
      this.#converters.set(type, convert)
    }
    const value = convert(text)
    if (value === undefined) throw new XmlMismatch(`A text is not of the type ${type.kind}: ${text.slice(0, 60)}`)
    return value
  }

  /** Fields of an element that was entered, up to its end. A field that fails is null; the failure is thrown at the end. */
  #object(type: StructType, attributes: Attributes): SqlValue[] {
    const row: SqlValue[] = type.fields.map(() => null)
    for (const [at, value] of this.#attributes(attributes, type)) row[at] = value
    let failure: Error | undefined
    for (;;) {
      const event = this.#events.next()
      if (event.kind === 'end' || event.kind === 'eof') break
      if (event.kind === 'text') {
        if (!isBlank(event.text)) this.#addText(type, row, event.text)
        continue
      }
      try {
        this.#field(type, row, fieldName(event.name, this.#options), event.attributes)
      } catch (error) {
        if (!(error instanceof XmlMismatch) && !(error instanceof XmlSyntaxError)) throw error
        failure ??= error
      }
    }
    if (failure) throw new XmlMismatch(failure.message, row)
    return row
  }

  #field(type: StructType, row: SqlValue[], name: string, attributes: Attributes): void {
    const at = this.#position(type, name)
    const known = type.fields[at]
    if (!known) return this.#wildcard(type, row, name)
    const one = known.type
    if (one.kind === 'struct') row[at] = this.#withAttributes(one, name, attributes)
    else if (one.kind === 'array') {
      const { element } = one
      const value =
        element.kind === 'struct' ? this.#withAttributes(element, name, attributes) : this.#value(element, name, [])
      row[at] = [...((row[at] ?? []) as readonly SqlValue[]), value]
    } else row[at] = this.#value(one, name, attributes)
  }

  /** An element without a field: passed over, or text of the field that takes all of them. */
  #wildcard(type: StructType, row: SqlValue[], name: string): void {
    const at = type.fields.findIndex((one) => one.name === this.#options.wildcardColName)
    const any = type.fields[at]?.type
    if (!any) return this.#skip()
    const value = this.#value({ kind: 'string' }, name, [])
    if (any.kind === 'array') row[at] = [...((row[at] ?? []) as readonly SqlValue[]), value]
    else row[at] = value
  }

  #skip(): void {
    for (let depth = 1; depth > 0; ) {
      const { kind } = this.#events.next()
      if (kind === 'eof') throw new XmlSyntaxError('Premature end of the document', 0)
      if (kind === 'start') depth++
      else if (kind === 'end') depth--
    }
  }

  /** Attributes that have a field, by its position. */
  #attributes(attributes: Attributes, type: StructType): readonly (readonly [number, SqlValue])[] {
    return attributeFields(attributes, this.#options).flatMap(([name, text]) => {
      const at = this.#position(type, name)
      const one = type.fields[at]
      return one ? [[at, text === null ? null : this.#convert(text, one.type)] as const] : []
    })
  }

  #withAttributes(type: StructType, name: string, attributes: Attributes): SqlValue[] {
    const own = this.#attributes(attributes, type)
    const row = [...((this.#value(type, name, []) ?? type.fields.map(() => null)) as readonly SqlValue[])]
    for (const [at, value] of own) row[at] = value
    return row
  }

  /** The text of an element beside its children. */
  #addText(type: StructType, row: SqlValue[], text: string): void {
    const at = type.fields.findIndex((one) => one.name === this.#options.valueTag)
    const one = type.fields[at]?.type
    if (!one) return
    if (one.kind !== 'array') row[at] = this.#convert(text, one)
    else row[at] = [...((row[at] ?? []) as readonly SqlValue[]), this.#convert(text, one.element)]
  }

  /** The value of an element that was entered, past its end. */
  #value(type: DataType, name: string, attributes: Attributes): SqlValue {
    const event = this.#events.peek()
    switch (event.kind) {
      case 'start':
        return this.#nested(type, name, attributes)
      case 'end':
        this.#events.next()
        return type.kind === 'string' && this.#options.nullValue !== '' ? '' : null
      case 'text':
        return this.#fromText(event.text, type, name, attributes)
      case 'eof':
        throw new XmlSyntaxError('Premature end of the document', 0)
    }
  }

  #nested(type: DataType, name: string, attributes: Attributes): SqlValue {
    switch (type.kind) {
      case 'struct':
        return this.#object(type, [])
      case 'map':
        return this.#map(type.value, attributes)
      case 'array':
        return this.#value(type.element, name, [])
      case 'string':
        return this.#convert(this.#structure(), type)
      default:
        throw new XmlMismatch(`An element is no ${type.kind}: ${name}`)
    }
  }

  #fromText(text: string, type: DataType, name: string, attributes: Attributes): SqlValue {
    if (type.kind === 'struct') return this.#object(type, [])
    if (type.kind === 'string') return this.#convert(this.#structure(), type)
    if (type.kind === 'array') {
      this.#events.next()
      const value = this.#convert(text, type.element)
      this.#end(name)
      return value
    }
    if (isBlank(text)) {
      this.#events.next()
      return this.#value(type, name, attributes)
    }
    // When this fails the text is still there, and becomes the element's around it; so it is in Spark.
    const value = this.#convert(text, type)
    this.#events.next()
    this.#end(name)
    return value
  }

  /** @throws XmlMismatch when anything but blanks is before the end */
  #end(name: string): void {
    for (;;) {
      const event = this.#events.next()
      if (event.kind === 'end') return
      if (event.kind !== 'text' || !isBlank(event.text)) throw new XmlMismatch(`Expected EndElement </${name}>`)
    }
  }

  #map(type: DataType, attributes: Attributes): SqlValue {
    const { attributePrefix, valueTag } = this.#options
    const entries = new Map<string, SqlValue>()
    for (const [name, value] of attributes) entries.set(attributePrefix + name, this.#convert(value, type))
    for (;;) {
      const event = this.#events.next()
      if (event.kind === 'end' || event.kind === 'eof') return [...entries]
      if (event.kind === 'start') {
        const name = fieldName(event.name, this.#options)
        entries.set(name, this.#value(type, name, []))
      } else if (!isBlank(event.text)) entries.set(valueTag, this.#convert(event.text, type))
    }
  }

  /** What is in the element as XML, past its end. */
  #structure(): string {
    let text = ''
    for (let depth = 0; ; ) {
      const event = this.#events.next()
      if (event.kind === 'eof') throw new XmlSyntaxError('Premature end of the document', 0)
      if (event.kind === 'text') text += event.text
      else if (event.kind === 'start') {
        depth++
        text += `<${event.name}${event.attributes.map(([name, value]) => ` ${name}="${value}"`).join('')}>`
      } else if (depth-- === 0) return text
      else text += `</${event.name}>`
    }
  }
}
