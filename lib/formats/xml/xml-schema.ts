/** The schema of XML text: Spark's `XmlInferSchema`, for one record. */
import type { DataType, Field } from '../../types/data-type.ts'
import { equalTypes } from '../../types/types.ts'
import { readLong } from '../csv/converters.ts'
import { compatibleDecimals, decimalOfText, decimalType, double, long, nothing, string } from '../inferred-types.ts'
import { textReaderOf } from '../json/text-readers.ts'
import { trimmed, xmlConverter } from './xml-converters.ts'
import { isBlank, XmlEvents } from './xml-events.ts'
import type { XmlReadOptions } from './xml-options.ts'
import { XmlSyntaxError } from './xml-scanner.ts'
import { attributeFields, fieldName } from './xml-value-parser.ts'

type StructType = DataType & { readonly kind: 'struct' }

const field = (name: string, type: DataType): Field => ({ name, type, nullable: true })
const byName = (a: Field, b: Field): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)
const structOf = (fields: readonly Field[]): StructType => ({ kind: 'struct', fields: [...fields].sort(byName) })

/**
 * The type of a record. Text that is no XML has the field of corrupt records.
 *
 * @throws XmlSyntaxError in FAILFAST mode
 */
export function inferXmlType(text: string, options: XmlReadOptions): DataType {
  const inference = new XmlInference(text, options)
  try {
    return canonical(inference.record()) ?? structOf([])
  } catch (error) {
    if (!(error instanceof XmlSyntaxError) || options.mode === 'FAILFAST') throw error
    return options.mode === 'PERMISSIVE' ? structOf([field(options.columnNameOfCorruptRecord, string)]) : structOf([])
  }
}

/** Texts of no type are texts; structs without fields are left out. */
function canonical(type: DataType): DataType | undefined {
  if (type.kind === 'null') return string
  if (type.kind === 'array') {
    const element = canonical(type.element)
    return element && { ...type, element }
  }
  if (type.kind !== 'struct') return type
  const fields = type.fields.flatMap((one) => {
    const kept = one.name === '' ? undefined : canonical(one.type)
    return kept ? [{ ...one, type: kept }] : []
  })
  return fields.length === 0 ? undefined : { ...type, fields }
}

class XmlInference {
  readonly #events: XmlEvents
  readonly #options: XmlReadOptions
  readonly #date: (text: string) => unknown
  readonly #timestamp: (text: string) => unknown
  readonly #double: (text: string) => unknown

  constructor(text: string, options: XmlReadOptions) {
    this.#events = new XmlEvents(text)
    this.#options = options
    this.#date = textReaderOf({ kind: 'date' }, options)
    this.#timestamp = textReaderOf({ kind: 'timestamp' }, options)
    this.#double = xmlConverter({ kind: 'double' }, { ...options, nullValue: undefined })
  }

  record(): DataType {
    return this.#object(attributeFields(this.#events.enter(), this.#options))
  }

  #object(attributes: readonly (readonly [string, string | null])[]): StructType {
    const types = new Map<string, Field>()
    const add = (name: string, type: DataType): void => {
      const known = types.get(name.toLowerCase())
      types.set(name.toLowerCase(), field(known?.name ?? name, known ? this.#repeated(known.type, type) : type))
    }
    for (const [name, value] of attributes) add(name, this.#textType(value))
    for (;;) {
      const event = this.#events.next()
      if (event.kind === 'end' || event.kind === 'eof') return structOf([...types.values()])
      if (event.kind === 'start') {
        const own = attributeFields(event.attributes, this.#options)
        add(fieldName(event.name, this.#options), this.#withAttributes(this.#field(), own))
      } else if (!isBlank(event.text)) add(this.#options.valueTag, this.#textType(event.text))
    }
  }

  /** A field that comes again is an array. */
  #repeated(known: DataType, type: DataType): DataType {
    if (known.kind === 'array') return this.#compatible(known, type)
    return { kind: 'array', element: this.#compatible(known, type), containsNull: true }
  }

  #withAttributes(type: DataType, attributes: readonly (readonly [string, string | null])[]): DataType {
    if (attributes.length === 0) return type
    const own = attributes.map(([name, value]) => field(name, this.#textType(value)))
    if (type.kind === 'struct') return structOf([...type.fields, ...own])
    return structOf([...(type.kind === 'null' ? [] : [field(this.#options.valueTag, type)]), ...own])
  }

  /** The type of an element that was entered. */
  #field(): DataType {
    const event = this.#events.peek()
    if (event.kind === 'end') {
      this.#events.next()
      return nothing
    }
    if (event.kind === 'eof') throw new XmlSyntaxError('Premature end of the document', 0)
    const type = this.#object([])
    if (event.kind === 'start') return type
    const [only, ...others] = type.fields
    if (!only) return nothing
    const plain = only.type.kind !== 'struct' && only.type.kind !== 'array'
    return others.length === 0 && plain && only.name.toLowerCase() === this.#options.valueTag.toLowerCase()
      ? only.type
      : type
  }

  #textType(given: string | null): DataType {
    const text = given === null || !this.#options.ignoreSurroundingSpaces ? given : trimmed(given)
    if (!this.#options.inferSchema) return string
    if (text === null || text === '' || text === this.#options.nullValue) return nothing
    const unsigned = text.replace(/^[+-]/, '')
    if (/^\d/.test(unsigned) && readLong(unsigned) !== undefined) return long
    if (/^[\d.]/.test(unsigned) && !/[dDfF]$/.test(unsigned)) {
      const decimal = this.#options.prefersDecimal ? decimalOfText(text) : undefined
      if (decimal && decimal.scale >= 0 && Math.max(decimal.precision, decimal.scale) <= 38) {
        return decimalType(Math.max(decimal.precision, decimal.scale), decimal.scale)
      }
      if (/^(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(unsigned) && this.#double(unsigned) !== undefined) return double
    }
    if (this.#options.preferDate && this.#date(text) !== undefined) return { kind: 'date' }
    if (this.#timestamp(text) !== undefined) return { kind: 'timestamp' }
    return /^(?:true|false)$/i.test(text) ? { kind: 'boolean' } : string
  }

  /** Spark's `compatibleType`. */
  #compatible(a: DataType, b: DataType): DataType {
    if (a.kind === 'null') return b
    if (b.kind === 'null' || equalTypes(a, b)) return a
    if (a.kind === 'struct' && b.kind === 'struct') return this.#merged(a, b)
    if (a.kind === 'array' || b.kind === 'array') {
      const element = this.#compatible(a.kind === 'array' ? a.element : a, b.kind === 'array' ? b.element : b)
      return { kind: 'array', element, containsNull: true }
    }
    const times = new Set([a.kind, b.kind])
    if (times.has('date') && times.has('timestamp')) return { kind: 'timestamp' }
    const number = compatibleDecimals(a, b)
    if (number) return number
    if (a.kind === 'struct') return this.#withValue(a, b)
    return b.kind === 'struct' ? this.#withValue(b, a) : string
  }

  #merged(a: StructType, b: StructType): DataType {
    const fields = new Map(a.fields.map((one) => [one.name.toLowerCase(), one]))
    for (const one of b.fields) {
      const key = one.name.toLowerCase()
      const known = fields.get(key)
      fields.set(key, known ? { ...known, type: this.#compatible(known.type, one.type) } : one)
    }
    return structOf([...fields.values()])
  }

  /** A struct beside a plain value: that is its text. */
  #withValue(type: StructType, plain: DataType): DataType {
    const { valueTag } = this.#options
    if (!type.fields.some(({ name }) => name === valueTag)) return string
    return structOf(
      type.fields.map((one) => (one.name === valueTag ? { ...one, type: this.#compatible(one.type, plain) } : one)),
    )
  }
}
