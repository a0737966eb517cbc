/** Casts to VARIANT, and to_variant_object, which takes structs and maps too: Spark's `castToVariant`. */
import { invariant } from '../../errors.ts'
import type { DataType, SqlValue } from '../../types/data-type.ts'
import { Variant } from '../../types/variant/variant.ts'
import { VariantBuilder, type VariantField, VariantTooLarge } from '../../types/variant/variant-builder.ts'
import { variantTooLarge } from '../../types/variant/variant-layout.ts'
import type { Cast } from './cast-mode.ts'

/** Writes one value that is not null. */
type Append = (builder: VariantBuilder, value: SqlValue) => void

/** A cast to VARIANT. @param name the function that messages name @throws (when called) VARIANT_DUPLICATE_KEY */
export function toVariant(from: DataType, name = 'cast'): Cast {
  const append = appender(from)
  return (value) => {
    const builder = new VariantBuilder()
    try {
      append(builder, value)
      return builder.finish()
    } catch (error) {
      throw error instanceof VariantTooLarge ? variantTooLarge(name) : error
    }
  }
}

function appender(type: DataType): Append {
  switch (type.kind) {
    case 'boolean':
      return (builder, value) => builder.boolean(value as boolean)
    case 'byte':
    case 'short':
    case 'int':
      return (builder, value) => builder.long(BigInt(value as number))
    case 'long':
      return (builder, value) => builder.long(value as bigint)
    case 'float':
      return (builder, value) => builder.float(value as number)
    case 'double':
      return (builder, value) => builder.double(value as number)
    case 'decimal':
      return (builder, value) => builder.decimal(value as bigint, type.scale)
    case 'string':
      return (builder, value) => builder.text(value as string)
    case 'binary':
      return (builder, value) => builder.binary(value as Uint8Array)
    case 'date':
      return (builder, value) => builder.date(value as number)
    case 'timestamp':
      return (builder, value) => builder.timestamp(value as bigint)
    case 'timestamp_ntz':
      return (builder, value) => builder.timestampNtz(value as bigint)
    case 'variant':
      return (builder, value) => builder.variant(Variant.of(value))
    case 'array': {
      const element = orNull(appender(type.element))
      return (builder, value) => appendArray(builder, value as readonly SqlValue[], element)
    }
    case 'map': {
      const entry = orNull(appender(type.value))
      return (builder, value) => {
        const entries = value as readonly (readonly [string, SqlValue])[]
        appendObject(
          builder,
          entries.map(([key]) => key),
          (at) => entry(builder, entries[at]?.[1] ?? null),
        )
      }
    }
    case 'struct': {
      const names = type.fields.map((one) => one.name)
      const fields = type.fields.map((one) => orNull(appender(one.type)))
      return (builder, value) =>
        appendObject(builder, names, (at) =>
          (fields[at] as Append)(builder, (value as readonly SqlValue[])[at] ?? null),
        )
    }
    default:
      invariant(false, `a variant of ${type.kind}`)
  }
}

function orNull(append: Append): Append {
  return (builder, value) => (value === null ? builder.null() : append(builder, value))
}

function appendArray(builder: VariantBuilder, elements: readonly SqlValue[], element: Append): void {
  const start = builder.top
  const offsets: number[] = []
  for (const one of elements) {
    offsets.push(builder.top - start)
    element(builder, one)
  }
  builder.array(start, offsets)
}

function appendObject(builder: VariantBuilder, names: readonly string[], value: (at: number) => void): void {
  const start = builder.top
  const fields: VariantField[] = []
  names.forEach((key, at) => {
    fields.push({ key, id: builder.key(key), offset: builder.top - start })
    value(at)
  })
  builder.object(start, fields)
}
