/** Variants as JSON text, as Spark writes them. */
import { quoteJson } from '../json-text.ts'
import { javaDouble, javaFloat } from '../number-text.ts'
import { formatDate, formatTimestampNtz } from '../time/text.ts'
import { offsetId, type Zone } from '../time/zone.ts'
import { Decimal } from '../values/decimal.ts'
import type { Variant } from './variant.ts'

/** The text of a variant; fields in the order of their names, timestamps in the zone with its offset. */
export function variantJson(variant: Variant, zone: Zone): string {
  switch (variant.kind) {
    case 'object': {
      const fields: string[] = []
      for (let i = 0; i < variant.size; i++) {
        fields.push(`${quoteJson(variant.key(i))}:${variantJson(variant.child(i) as Variant, zone)}`)
      }
      return `{${fields.join(',')}}`
    }
    case 'array': {
      const elements: string[] = []
      for (let i = 0; i < variant.size; i++) elements.push(variantJson(variant.child(i) as Variant, zone))
      return `[${elements.join(',')}]`
    }
    case 'null':
      return 'null'
    case 'string':
      return quoteJson(variant.text())
    case 'boolean':
    case 'long':
    case 'double':
    case 'float':
    case 'decimal':
      return plainText(variant)
    default:
      return `"${quotedText(variant, zone)}"`
  }
}

function plainText(variant: Variant): string {
  switch (variant.kind) {
    case 'boolean':
      return String(variant.boolean())
    case 'long':
      return String(variant.long())
    case 'decimal':
      return variantDecimal(variant).toString()
    default: {
      const value = variant.double()
      const text = variant.kind === 'float' ? javaFloat(value) : javaDouble(value)
      // JSON has no word for them.
      return Number.isFinite(value) ? text : `"${text}"`
    }
  }
}

/** What stands in quotes and needs no escapes. */
function quotedText(variant: Variant, zone: Zone): string {
  switch (variant.kind) {
    case 'date':
      return formatDate(Number(variant.long()))
    case 'timestamp': {
      const micros = variant.long()
      const offset = Number(zone.offsetAt(micros) / 1_000_000n)
      return formatTimestampNtz(zone.toLocal(micros)) + (offset === 0 ? '+00:00' : offsetId(offset).slice(0, 6))
    }
    case 'timestamp_ntz':
      return formatTimestampNtz(variant.long())
    case 'uuid':
      return variant.uuid()
    default:
      return base64(variant.binary())
  }
}

function base64(bytes: Uint8Array): string {
  let units = ''
  for (const byte of bytes) units += String.fromCharCode(byte)
  return btoa(units)
}

/** A variant's decimal, its last zeros left out. */
export function variantDecimal(variant: Variant): Decimal {
  const { unscaled, scale } = variant.decimal()
  return scale < 0 ? new Decimal(unscaled * 10n ** BigInt(-scale), 0) : new Decimal(unscaled, scale)
}
