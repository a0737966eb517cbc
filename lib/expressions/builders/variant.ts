/** Builders of functions of variants. */
import type { BooleanT, StringT, TypeByName, UnknownT, VariantT } from '../../types/typed/type-tags.ts'
import type { Column } from '../column.ts'
import {
  argument,
  type ColumnArgument,
  callOf,
  type NamesOf,
  type Parameter,
  unary,
  value,
  withOption,
} from './builder.ts'

/** JSON text as a variant; an error for what is not JSON. */
export const parseJson = unary<VariantT>()('parse_json')

/** JSON text as a variant; null for what is not JSON. */
export const tryParseJson = unary<VariantT>()('try_parse_json')

/** Whether the bytes of a variant are well-formed at every depth. */
export const isValidVariant = unary<BooleanT>()('is_valid_variant')

/** Whether a variant is JSON's null; false for SQL's NULL. */
export const isVariantNull = unary<BooleanT>()('is_variant_null')

/** The type of a variant in DDL, objects as `OBJECT<name: type>`. */
export const schemaOfVariant = unary<StringT>()('schema_of_variant')

/** The type in DDL that holds all variants of a group, objects as `OBJECT<name: type>`. */
export const schemaOfVariantAgg = unary<StringT>()('schema_of_variant_agg')

/** A struct, map or array as a variant; structs and maps become objects. */
export const toVariantObject = unary<VariantT>()('to_variant_object')

/** A variant without null fields and, unless `includeArrays` is false, without null elements, at any depth. */
export const variantStripNulls = withOption<VariantT, boolean>('variant_strip_nulls')

/** What DDL names a simple type; other types are not known to the compiler. */
type TypeOfName<T extends string> = T extends keyof TypeByName ? TypeByName[T] : UnknownT

/** A function of a variant, a path and a type. */
type Getter = <const A extends ColumnArgument, const T extends string = 'variant', M extends string = never>(
  variant: A,
  path: Parameter<string, M>,
  type?: T,
) => Column<TypeOfName<T>, NamesOf<A> | M>

function getter(name: string): Getter {
  return (variant, path, type) => callOf(name, argument(variant), value(path), value(type))
}

/**
 * What a path (`$.a[0]['b']`) leads to in a variant; an error when it is not of the type.
 *
 * @param type in DDL: `int`, `ARRAY<STRING>`; a variant when left out
 */
export const variantGet = getter('variant_get')

/** Like `variantGet`; null when it is not of the type. */
export const tryVariantGet = getter('try_variant_get')

/** A function of a variant, a path and a value to put there. */
type Editor = <const A extends ColumnArgument, const B extends ColumnArgument, M extends string = never>(
  variant: A,
  path: Parameter<string, M>,
  given: B,
) => Column<VariantT, NamesOf<A> | NamesOf<B> | M>

function editor(name: string): Editor {
  return (variant, path, given) => callOf(name, argument(variant), value(path), argument(given))
}

/** A variant with a new field or element at a path; later elements move up, a field must not be there yet. */
export const variantInsert = editor('variant_insert')

/** Like `variantInsert`; null where the field is there or the path does not fit the variant. */
export const tryVariantInsert = editor('try_variant_insert')

/** A variant with a value behind the elements of the array at a path; unchanged where the path leads nowhere. */
export const variantArrayAppend = editor('variant_array_append')

/** Like `variantArrayAppend`; null where the path does not fit the variant or leads to no array. */
export const tryVariantArrayAppend = editor('try_variant_array_append')

/** A function of a variant, a path, a value to set there, and whether to make what the path lacks. */
type Setter = <const A extends ColumnArgument, const B extends ColumnArgument, M extends string = never>(
  variant: A,
  path: Parameter<string, M>,
  given: B,
  createIfMissing?: Parameter<boolean>,
) => Column<VariantT, NamesOf<A> | NamesOf<B> | M>

function setter(name: string): Setter {
  return (variant, path, given, createIfMissing) =>
    callOf(name, argument(variant), value(path), argument(given), value(createIfMissing))
}

/** A variant with another value at a path; what the path lacks is made, unless `createIfMissing` is false. */
export const variantSet = setter('variant_set')

/** Like `variantSet`; null where the path does not fit the variant. */
export const tryVariantSet = setter('try_variant_set')

/** A variant without what paths lead to, one after another. */
export function variantDelete<const A extends ColumnArgument>(
  variant: A,
  ...paths: readonly Parameter<string>[]
): Column<VariantT, NamesOf<A>> {
  return callOf('variant_delete', argument(variant), ...paths.map((path) => value(path)))
}
