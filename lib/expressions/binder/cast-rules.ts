/** Which casts Spark allows, and its words for those that it does not (`Cast.canCast`, `canAnsiCast`, `canTryCast`). */
import type { MillraceError } from '../../errors.ts'
import type { DataType } from '../../types/data-type.ts'
import { typeSql } from '../../types/ddl/type-sql.ts'
import { equalTypes, isIntegral, isNumeric } from '../../types/types.ts'
import { type CallText, mismatch } from './mismatch.ts'
import { castMayGiveNull, isAnsiInterval, isDatetime } from './type-coercion.ts'

export type CastMode = 'ansi' | 'try' | 'legacy'

const isText = (type: DataType) => type.kind === 'string' || type.kind === 'char' || type.kind === 'varchar'
const isGeo = (type: DataType) => type.kind === 'geometry' || type.kind === 'geography'

/** Whether `from` may be cast to `to`, ANSI's rules (`try` has the same) or the older ones. */
export function canCast(from: DataType, to: DataType, mode: CastMode): boolean {
  if (from.kind === 'null' || equalTypes(from, to)) return true
  if (isGeo(from) || isGeo(to)) return false
  if (to.kind === 'variant') return fitsVariant(from, false)
  if (isText(to)) return true
  const legacy = mode === 'legacy'
  if (isText(from)) return isNumeric(to) || isAnsiInterval(to) || fromText.has(to.kind)
  if (isNumeric(from)) return fromNumber(from, to, legacy)
  if (isDatetime(from)) return fromDatetime(from, to, legacy)
  if (isAnsiInterval(from)) return from.kind === to.kind || isIntegral(to) || to.kind === 'decimal'
  if (from.kind === 'boolean') return isNumeric(to) || (legacy && to.kind === 'timestamp')
  if (from.kind === 'binary') return false
  if (from.kind === 'variant') return fromVariant(to)
  return nested(from, to, mode)
}

const fromText = new Set([
  'boolean',
  'binary',
  'date',
  'timestamp',
  'timestamp_ntz',
  'timestamp_nanos',
  'calendar_interval',
  'time',
])

function fromNumber(from: DataType, to: DataType, legacy: boolean): boolean {
  if (isNumeric(to) || to.kind === 'boolean' || to.kind === 'timestamp') return true
  if (isAnsiInterval(to)) return isIntegral(from) || from.kind === 'decimal'
  return legacy && to.kind === 'binary' && isIntegral(from)
}

function fromDatetime(from: DataType, to: DataType, legacy: boolean): boolean {
  if (isDatetime(to)) return true
  if (from.kind === 'timestamp') return isNumeric(to) || (legacy && to.kind === 'boolean')
  return legacy && from.kind === 'date' && (isNumeric(to) || to.kind === 'boolean')
}

/**
 * Whether values of a type can be variants.
 *
 * @param objects structs and maps with text as keys, too, as `to_variant_object` takes them; casts do not
 */
export function fitsVariant(type: DataType, objects: boolean): boolean {
  switch (type.kind) {
    case 'array':
      return fitsVariant(type.element, objects)
    case 'map':
      return objects && type.key.kind === 'string' && fitsVariant(type.value, objects)
    case 'struct':
      return objects && type.fields.every((one) => fitsVariant(one.type, objects))
    case 'boolean':
    case 'string':
    case 'binary':
    case 'variant':
      return true
    default:
      return isNumeric(type) || (isDatetime(type) && type.kind !== 'timestamp_nanos')
  }
}

/** Everything JSON can be, at any depth (Spark's `VariantGet.checkDataType`). */
function fromVariant(to: DataType): boolean {
  if (to.kind === 'null' || to.kind === 'calendar_interval' || isAnsiInterval(to)) return false
  if (to.kind === 'array') return fromVariant(to.element)
  if (to.kind === 'map') return isText(to.key) && fromVariant(to.value)
  return to.kind !== 'struct' || to.fields.every((one) => fromVariant(one.type))
}

/** Part by part; what may become null needs a place that takes null. ANSI raises instead of giving null. */
function nested(from: DataType, to: DataType, mode: CastMode): boolean {
  const part = (a: DataType, b: DataType, given: boolean, taken: boolean) =>
    canCast(a, b, mode) && (taken || !(given || (mode !== 'ansi' && castMayGiveNull(a, b))))
  if (from.kind === 'array' && to.kind === 'array') {
    return part(from.element, to.element, from.containsNull, to.containsNull)
  }
  if (from.kind === 'map' && to.kind === 'map') {
    return (
      part(from.key, to.key, false, false) && part(from.value, to.value, from.valueContainsNull, to.valueContainsNull)
    )
  }
  if (from.kind === 'struct' && to.kind === 'struct') {
    return (
      from.fields.length === to.fields.length &&
      from.fields.every((field, at) => {
        const other = to.fields[at]
        return other !== undefined && part(field.type, other.type, field.nullable, other.nullable)
      })
    )
  }
  return false
}

/** Spark's refusal of a cast: with the conf or the function that would help, where there is one. */
export function castRefusal(from: DataType, to: DataType, mode: CastMode, context: CallText): MillraceError {
  const pair = `"${typeSql(from)}" to "${typeSql(to)}"`
  if (mode === 'ansi' && canCast(from, to, 'legacy') && !suggestedFunction(from, to)) {
    const detail = `cannot cast ${pair} with ANSI mode on.\nIf you have to cast ${pair}, you can set "spark.sql.ansi.enabled" as 'false'.`
    return mismatch(context, 'CAST_WITH_CONF_SUGGESTION', detail)
  }
  const name = mode === 'legacy' ? undefined : suggestedFunction(from, to)
  if (name !== undefined) {
    const detail = `cannot cast ${pair}.\nTo convert values from ${pair}, you can use the functions \`${name}\` instead.`
    return mismatch(context, 'CAST_WITH_FUNC_SUGGESTION', detail)
  }
  return mismatch(context, 'CAST_WITHOUT_SUGGESTION', `cannot cast ${pair}.`)
}

function suggestedFunction(from: DataType, to: DataType): string | undefined {
  if (isNumeric(from) && to.kind === 'date') return 'DATE_FROM_UNIX_DATE'
  return from.kind === 'date' && isNumeric(to) ? 'UNIX_DATE' : undefined
}

/** Whether a cast's result may be null. */
export function castNullable(nullable: boolean, from: DataType, to: DataType, mode: CastMode): boolean {
  if (nullable || from.kind === 'null') return true
  return mode === 'try' ? !canUpCast(from, to) : castMayGiveNull(from, to)
}

const widths = ['byte', 'short', 'int', 'long', 'float', 'double']

/** Spark's `Cast.canUpCast`: no value is lost. */
export function canUpCast(from: DataType, to: DataType): boolean {
  if (from.kind === 'null' || equalTypes(from, to)) return true
  if (from.kind === 'array') return to.kind === 'array' && canUpCast(from.element, to.element)
  if (from.kind === 'map') return to.kind === 'map' && canUpCast(from.key, to.key) && canUpCast(from.value, to.value)
  if (isText(to)) return from.kind !== 'struct' && from.kind !== 'variant'
  const [a, b] = [widths.indexOf(from.kind), widths.indexOf(to.kind)]
  if (a >= 0 && b >= 0) return a <= b
  if (isNumeric(from) && to.kind === 'decimal') {
    return !castMayGiveNull(from, to) && (from.kind !== 'decimal' || to.scale >= from.scale)
  }
  if (isAnsiInterval(from)) return from.kind === to.kind
  if (from.kind === 'long') return to.kind === 'timestamp'
  if (from.kind === 'timestamp' && to.kind === 'long') return true
  if (!isDatetime(from)) return false
  if (to.kind === 'timestamp_nanos') return from.kind !== 'timestamp_nanos' || from.precision <= to.precision
  return from.kind !== 'timestamp_nanos' && (to.kind === 'timestamp' || to.kind === 'timestamp_ntz')
}
