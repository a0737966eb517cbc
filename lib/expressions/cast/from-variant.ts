/** Casts from VARIANT: Spark's `VariantGet.cast`. */
import { MillraceError } from '../../errors.ts'
import type { DataType, SqlValue } from '../../types/data-type.ts'
import { typeSql } from '../../types/ddl/type-sql.ts'
import type { Zone } from '../../types/time/zone.ts'
import {
  binaryType,
  booleanType,
  dateType,
  decimalType,
  doubleType,
  floatType,
  longType,
  stringType,
  timestampNtzType,
  timestampType,
} from '../../types/types.ts'
import { Variant, type VariantKind } from '../../types/variant/variant.ts'
import { compactVariant } from '../../types/variant/variant-builder.ts'
import { variantDecimal, variantJson } from '../../types/variant/variant-json.ts'
import type { Cast, CastMode } from './cast-mode.ts'

/** A cast of one value that a variant holds; gives null where `fails` did not raise. */
type FromVariant = (variant: Variant) => SqlValue

/** What a cast needs: the zone of times, whether it raises, and the casts between other types. */
export interface VariantCastContext {
  readonly zone: Zone
  readonly mode: CastMode
  /** Spark's TRY_CAST from one type to another, undefined where ANSI has no such cast. */
  readonly between: (from: DataType, to: DataType) => Cast | undefined
}

/**
 * A cast to any type; a variant's null is SQL's NULL, but for VARIANT.
 *
 * @throws (when called, unless the mode is `try`) INVALID_VARIANT_CAST
 */
export function fromVariant(to: DataType, context: VariantCastContext): Cast {
  const cast = caster(to, context)
  return (value) => cast(Variant.of(value))
}

function caster(to: DataType, context: VariantCastContext): FromVariant {
  if (to.kind === 'variant') return compactVariant
  const fail = (variant: Variant): SqlValue => {
    if (context.mode === 'try') return null
    throw invalidVariantCast(variant, to, context.zone)
  }
  const cast = valueCaster(to, context, fail)
  return (variant) => {
    const { kind } = variant
    if (kind === 'null') return null
    if (kind === 'uuid') return to.kind === 'string' ? variant.uuid() : fail(variant)
    return cast(variant)
  }
}

function valueCaster(to: DataType, context: VariantCastContext, fail: FromVariant): FromVariant {
  switch (to.kind) {
    case 'array': {
      const element = caster(to.element, context)
      return (variant) => (variant.kind === 'array' ? childrenOf(variant).map((one) => element(one)) : fail(variant))
    }
    case 'map': {
      const entry = caster(to.value, context)
      return (variant) =>
        variant.kind === 'object' ? childrenOf(variant).map((one, at) => [variant.key(at), entry(one)]) : fail(variant)
    }
    case 'struct': {
      const positions = new Map(to.fields.map((one, at) => [one.name, at]))
      const casters = to.fields.map((one) => caster(one.type, context))
      return (variant) => {
        if (variant.kind !== 'object') return fail(variant)
        const row = new Array<SqlValue>(casters.length).fill(null)
        childrenOf(variant).forEach((one, at) => {
          const position = positions.get(variant.key(at))
          if (position !== undefined) row[position] = (casters[position] as FromVariant)(one)
        })
        return row
      }
    }
    default:
      return atomCaster(to, context, fail)
  }
}

function childrenOf(variant: Variant): readonly Variant[] {
  return Array.from({ length: variant.size }, (_, at) => variant.child(at) as Variant)
}

const maxLong = (1n << 63n) - 1n

function atomCaster(to: DataType, context: VariantCastContext, fail: FromVariant): FromVariant {
  const { zone } = context
  const casts = new Map<VariantKind, Cast | undefined>()
  const castOf = (kind: VariantKind, from: DataType): Cast | undefined => {
    // Decimals have a type per value; all others are looked up once.
    if (kind === 'decimal' || !casts.has(kind)) casts.set(kind, context.between(from, to))
    return casts.get(kind)
  }
  return (variant) => {
    const { kind } = variant
    if (kind === 'object' || kind === 'array') return to.kind === 'string' ? variantJson(variant, zone) : fail(variant)
    if (to.kind === 'timestamp' && (kind === 'long' || kind === 'decimal')) {
      const micros = microsOf(variant)
      return micros > maxLong || micros < -maxLong - 1n ? fail(variant) : micros
    }
    const { type, value } = plainValue(variant)
    return castOf(kind, type)?.(value) ?? fail(variant)
  }
}

/** Seconds as microseconds, all of them: the cast from LONG wraps instead. */
function microsOf(variant: Variant): bigint {
  if (variant.kind === 'long') return variant.long() * 1_000_000n
  const { unscaled, scale } = variant.decimal()
  return scale <= 6 ? unscaled * 10n ** BigInt(6 - scale) : unscaled / 10n ** BigInt(scale - 6)
}

/** A scalar as a value of a type. */
function plainValue(variant: Variant): { readonly type: DataType; readonly value: SqlValue } {
  switch (variant.kind) {
    case 'boolean':
      return { type: booleanType, value: variant.boolean() }
    case 'long':
      return { type: longType, value: variant.long() }
    case 'double':
      return { type: doubleType, value: variant.double() }
    case 'float':
      return { type: floatType, value: variant.double() }
    case 'decimal':
      return { type: variantDecimalType(variant), value: variantDecimal(variant).unscaled }
    case 'date':
      return { type: dateType, value: Number(variant.long()) }
    case 'timestamp':
      return { type: timestampType, value: variant.long() }
    case 'timestamp_ntz':
      return { type: timestampNtzType, value: variant.long() }
    case 'binary':
      return { type: binaryType, value: variant.binary() }
    default:
      return { type: stringType, value: variant.text() }
  }
}

/** DECIMAL of just the digits that a variant's decimal has. */
export function variantDecimalType(variant: Variant): DataType & { readonly kind: 'decimal' } {
  const { unscaled, scale } = variantDecimal(variant)
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().length
  return decimalType(Math.max(digits, scale), scale)
}

/** INVALID_VARIANT_CAST */
export function invalidVariantCast(variant: Variant, to: DataType, zone: Zone): MillraceError {
  const value = variantJson(variant, zone)
  const dataType = `"${typeSql(to)}"`
  return new MillraceError(
    'INVALID_VARIANT_CAST',
    `The variant value \`${value}\` cannot be cast into \`${dataType}\`. Please use \`try_variant_get\` instead.`,
    { sqlState: '22023', parameters: { value, dataType } },
  )
}
