/** Structs and variants as XML text: Spark's `to_xml`, which is to say its `StaxXmlGenerator`. */
import { MillraceError } from '../../errors.ts'
import type { DataType, Field, SqlValue } from '../../types/data-type.ts'
import { typeSql } from '../../types/ddl/type-sql.ts'
import { javaDouble, javaFloat } from '../../types/number-text.ts'
import { Variant } from '../../types/variant/variant.ts'
import { textWriterOf } from '../json/text-writers.ts'
import { decimalText } from '../json/value-writer.ts'
import type { XmlWriteOptions } from './xml-options.ts'
import { XmlText } from './xml-text.ts'
import { variantText } from './xml-variant.ts'

type Pair = readonly [name: string, value: SqlValue, type: DataType]

/** Writes the values of one type. */
export class XmlValueWriter {
  readonly #type: DataType
  readonly #options: XmlWriteOptions
  readonly #texts = new Map<DataType, (value: SqlValue) => string>()

  /** @throws INVALID_DATETIME_PATTERN, INVALID_TIMEZONE */
  constructor(type: DataType, options: XmlWriteOptions) {
    this.#type = type
    this.#options = options
  }

  /** @throws _LEGACY_ERROR_TEMP_3238 for a type that has no text in XML, MILLRACE_XML_NAME for a field that can be no element */
  text(value: SqlValue): string {
    const { indent, validateName, rowTag } = this.#options
    const xml = new XmlText(indent, validateName)
    if (this.#type.kind === 'variant') this.#variant(xml, rowTag, Variant.of(value))
    else this.#child(xml, rowTag, this.#type, value)
    return xml.finish()
  }

  #isAttribute(name: string): boolean {
    return name.startsWith(this.#options.attributePrefix) && name !== this.#options.valueTag
  }

  /** An element, or only its content where the name says that it is the text of the one around it. */
  #child(xml: XmlText, name: string, type: DataType, value: SqlValue): void {
    const { nullValue, valueTag } = this.#options
    if ((value === null || type.kind === 'null') && nullValue === undefined) return
    if (name === valueTag) return this.#content(xml, type, value)
    if (type.kind === 'variant' && value !== null) return this.#variant(xml, name, Variant.of(value))
    xml.start(name)
    this.#content(xml, type, value)
    xml.end()
  }

  /** A field of a struct or an entry of a map: attribute, elements of an array, or element. */
  #field(xml: XmlText, [name, value, type]: Pair): void {
    if (this.#isAttribute(name)) {
      const { nullValue, attributePrefix } = this.#options
      const text = value === null || type.kind === 'null' ? nullValue : attributeText(type, value)
      if (text !== undefined) xml.attribute(name.slice(attributePrefix.length), text)
    } else if (type.kind === 'array' && value !== null) {
      for (const one of value as readonly SqlValue[]) this.#child(xml, name, type.element, one)
    } else this.#child(xml, name, type, value)
  }

  /** Attributes come first. */
  #fields(xml: XmlText, pairs: readonly Pair[]): void {
    for (const pair of pairs) if (this.#isAttribute(pair[0])) this.#field(xml, pair)
    for (const pair of pairs) if (!this.#isAttribute(pair[0])) this.#field(xml, pair)
  }

  #content(xml: XmlText, type: DataType, value: SqlValue): void {
    if (value === null || type.kind === 'null') return xml.text(this.#options.nullValue ?? '')
    switch (type.kind) {
      case 'array':
        for (const one of value as readonly SqlValue[]) {
          this.#field(xml, [this.#options.arrayElementName, one, type.element])
        }
        return
      case 'struct':
        return this.#fields(
          xml,
          type.fields.map(
            ({ name, type: one }: Field, at): Pair => [name, (value as readonly SqlValue[])[at] ?? null, one],
          ),
        )
      case 'map':
        return this.#fields(
          xml,
          (value as readonly (readonly [SqlValue, SqlValue])[]).map(
            ([key, one]): Pair => [String(key), one, type.value],
          ),
        )
      default:
        xml.text(this.#textOf(type)(value))
    }
  }

  #textOf(type: DataType): (value: SqlValue) => string {
    let text = this.#texts.get(type)
    if (!text) {
      text = plainText(type, this.#options)
      this.#texts.set(type, text)
    }
    return text
  }

  #variant(xml: XmlText, name: string, variant: Variant): void {
    switch (variant.kind) {
      case 'object':
        xml.start(name)
        for (const attributes of [true, false]) {
          for (let at = 0; at < variant.size; at++) {
            const key = variant.key(at)
            if (this.#isAttribute(key) === attributes) this.#variantField(xml, key, variant.child(at) as Variant)
          }
        }
        xml.end()
        return
      case 'array':
        for (let at = 0; at < variant.size; at++) {
          const one = variant.child(at) as Variant
          this.#variant(xml, one.kind === 'array' ? this.#options.arrayElementName : name, one)
        }
        return
      default:
        this.#variantField(xml, name, variant)
    }
  }

  #variantField(xml: XmlText, name: string, variant: Variant): void {
    if (variant.kind === 'object' || variant.kind === 'array') return this.#variant(xml, name, variant)
    const text = variant.kind === 'null' ? this.#options.nullValue : variantText(variant, this.#options)
    if (text === undefined) return
    if (this.#isAttribute(name)) return xml.attribute(name.slice(this.#options.attributePrefix.length), text)
    if (name === this.#options.valueTag) return xml.text(text)
    xml.start(name)
    xml.text(text)
    xml.end()
  }
}

/** Dates and times of attributes are the numbers that Spark keeps them as. */
function attributeText(type: DataType, value: SqlValue): string {
  if (type.kind === 'decimal') return decimalText(value as bigint, type.scale)
  if (type.kind === 'double') return javaDouble(value as number)
  return type.kind === 'float' ? javaFloat(value as number) : String(value)
}

function plainText(type: DataType, options: XmlWriteOptions): (value: SqlValue) => string {
  switch (type.kind) {
    case 'date':
    case 'timestamp':
    case 'timestamp_ntz':
    case 'timestamp_nanos':
      return textWriterOf(type, options) ?? String
    case 'string':
    case 'char':
    case 'varchar':
    case 'boolean':
    case 'byte':
    case 'short':
    case 'int':
    case 'long':
      return String
    case 'float':
    case 'double':
    case 'decimal':
      return (value) => attributeText(type, value)
    case 'binary':
      return (value) =>
        `[${Array.from(value as Uint8Array, (byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join(' ')}]`
    default:
      throw new MillraceError(
        '_LEGACY_ERROR_TEMP_3238',
        `Failed to convert a value in type ${typeSql(type)} to XML; cast it to STRING.`,
      )
  }
}
