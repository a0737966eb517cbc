/** XML as variants and back: elements are objects of their attributes and children, plain text is a value. */
import type { SqlValue } from '../../types/data-type.ts'
import { javaDouble, javaFloat } from '../../types/number-text.ts'
import { Decimal } from '../../types/values/decimal.ts'
import type { Variant } from '../../types/variant/variant.ts'
import { VariantBuilder, type VariantField } from '../../types/variant/variant-builder.ts'
import { variantDecimal } from '../../types/variant/variant-json.ts'
import { decimalDigits } from '../../types/variant/variant-layout.ts'
import { plainDecimal, readBoolean, readLong } from '../csv/converters.ts'
import { textWriterOf } from '../json/text-writers.ts'
import { trimmed } from './xml-converters.ts'
import { isBlank, XmlEvents } from './xml-events.ts'
import type { XmlReadOptions, XmlWriteOptions } from './xml-options.ts'
import type { XmlAttribute } from './xml-scanner.ts'
import { attributeFields, fieldName } from './xml-value-parser.ts'

/** An element: what its fields hold, by name without case; or its text; or nothing. */
type Element = ReadonlyMap<string, { readonly name: string; readonly values: readonly Element[] }> | string | null

/** A record as a variant (Spark's `parseVariant`). @throws XmlSyntaxError */
export function xmlVariant(text: string, options: XmlReadOptions): SqlValue {
  const events = new XmlEvents(text)
  const builder = new VariantBuilder()
  write(builder, elementOf(events, events.enter(), options), options)
  return builder.finish()
}

/** An element that was entered, past its end. */
function elementOf(events: XmlEvents, attributes: readonly XmlAttribute[], options: XmlReadOptions): Element {
  const fields = new Map<string, { readonly name: string; readonly values: Element[] }>()
  const add = (name: string, value: Element): void => {
    const known = fields.get(name.toLowerCase())
    if (known) known.values.push(value)
    else fields.set(name.toLowerCase(), { name, values: [value] })
  }
  for (const [name, value] of attributeFields(attributes, options)) add(name, value)
  for (;;) {
    const event = events.next()
    if (event.kind === 'end' || event.kind === 'eof') break
    if (event.kind === 'start') add(fieldName(event.name, options), elementOf(events, event.attributes, options))
    else if (!isBlank(event.text)) add(options.valueTag, event.text)
  }
  const [only] = fields.values()
  if (!only) return null
  return fields.size === 1 && only.name === options.valueTag ? (only.values[0] as Element) : fields
}

function write(builder: VariantBuilder, element: Element, options: XmlReadOptions): void {
  if (element === null) return builder.null()
  if (typeof element === 'string') return writeText(builder, element, options)
  const start = builder.top
  const fields: VariantField[] = []
  const byName = [...element].sort(([a], [b]) => (a < b ? -1 : 1))
  for (const [, { name, values }] of byName) {
    fields.push({ key: name, id: builder.key(name), offset: builder.top - start })
    if (values.length === 1) write(builder, values[0] as Element, options)
    else writeArray(builder, values, options)
  }
  builder.object(start, fields)
}

function writeArray(builder: VariantBuilder, values: readonly Element[], options: XmlReadOptions): void {
  const start = builder.top
  const offsets: number[] = []
  for (const one of values) {
    offsets.push(builder.top - start)
    write(builder, one, options)
  }
  builder.array(start, offsets)
}

/** true, false, a whole number, a decimal or text; never a DOUBLE, which could lose digits. */
function writeText(builder: VariantBuilder, given: string, options: XmlReadOptions): void {
  if (given === options.nullValue) return builder.null()
  const text = options.ignoreSurroundingSpaces ? trimmed(given) : given
  const truth = readBoolean(text)
  if (truth !== undefined) return builder.boolean(truth)
  const whole = readLong(text)
  if (whole !== undefined) return builder.long(whole)
  const decimal = text === '' || /\s/.test(text) ? undefined : Decimal.parse(plainDecimal(options.locale)(text))
  if (decimal && decimalFits(decimal)) {
    if (decimal.scale >= 0) return builder.decimal(decimal.unscaled, decimal.scale)
    return builder.decimal(decimal.unscaled * 10n ** BigInt(-decimal.scale), 0)
  }
  builder.text(text)
}

function decimalFits({ unscaled, scale }: Decimal): boolean {
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().length + Math.max(0, -scale)
  return scale <= decimalDigits[2] && digits <= decimalDigits[2]
}

/** The text of a variant that is neither an object nor an array nor null. */
export function variantText(variant: Variant, options: XmlWriteOptions): string {
  switch (variant.kind) {
    case 'boolean':
      return String(variant.boolean())
    case 'long':
      return String(variant.long())
    case 'double':
      return javaDouble(variant.double())
    case 'float':
      return javaFloat(variant.double())
    case 'decimal':
      return variantDecimal(variant).toString()
    case 'date':
      return textWriterOf({ kind: 'date' }, options)?.(Number(variant.long())) ?? ''
    case 'timestamp':
    case 'timestamp_ntz':
      return textWriterOf({ kind: variant.kind }, options)?.(variant.long()) ?? ''
    case 'uuid':
      return variant.uuid()
    case 'binary':
      return btoa(String.fromCharCode(...variant.binary()))
    default:
      return variant.text()
  }
}
