/** Binding of functions that bring together an array or a map and values of its own: all are cast to one type. */
import type { DataType } from '../../../types/data-type.ts'
import { typeSql } from '../../../types/ddl/type-sql.ts'
import { arrayType, equalTypes, mapType } from '../../../types/types.ts'
import { mismatch, unexpectedType } from '../../binder/mismatch.ts'
import { requireOrderable } from '../../binder/operands.ts'
import { checkCount } from '../../binder/signature.ts'
import { commonType, tightestType } from '../../binder/type-coercion.ts'
import type { Bound } from '../../bound.ts'
import type { BindContext } from '../../scalar-function.ts'
import type { MapType } from './map-function.ts'

export type ArrayType = Extract<DataType, { readonly kind: 'array' }>

export const arrayOf = (input: Bound) => input.type as ArrayType

/** How a value meets the elements of an array: most functions lose no digit, some go to a wider type. */
export type ElementMeet = (a: DataType, b: DataType) => DataType | undefined

/** Spark's `findTightestCommonType`. These functions ask it without ANSI, whatever the mode: INT and FLOAT meet in FLOAT. */
const tightest: ElementMeet = (a, b) => tightestType(a, b, false)

/** Spark's `findWiderTypeWithoutStringPromotion`. */
export const wider = (a: DataType, b: DataType, ansi: boolean): DataType | undefined =>
  meetsText(a, b) ? undefined : commonType([a, b], ansi)

/** Without ANSI too, where a function asks by itself. */
const widest: ElementMeet = (a, b) => wider(a, b, false)

/** No string is read as something else here. */
const meetsText = (a: DataType, b: DataType) =>
  a.kind !== 'null' && b.kind !== 'null' && (a.kind === 'string') !== (b.kind === 'string')

const types = (inputs: readonly Bound[]) => inputs.map((input) => `"${typeSql(input.type)}"`).join(', ')

function differentElements(inputs: readonly Bound[], context: BindContext) {
  const detail = `Input to \`${context.name}\` should have been "ARRAY" followed by a value with same element type, but it's [${types(inputs)}].`
  return mismatch(context, 'ARRAY_FUNCTION_DIFF_TYPES', detail)
}

/** @throws DATATYPE_MISMATCH.NULL_TYPE for an argument that is nothing but NULL */
export function refuseNulls(args: readonly Bound[], context: BindContext): void {
  if (!args.some((arg) => arg.type.kind === 'null')) return
  throw mismatch(context, 'NULL_TYPE', `Null typed values cannot be used as arguments of \`${context.name}\`.`)
}

/** @throws DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE for what is no array, NULL included */
export function requireArray(input: Bound, context: BindContext): void {
  if (input.type.kind !== 'array') throw unexpectedType(context, 0, input, 'array')
}

/**
 * An array and a value that belongs into it, of one type.
 *
 * @param given.wide whether digits may be lost on the way
 * @throws DATATYPE_MISMATCH.ARRAY_FUNCTION_DIFF_TYPES
 */
export function arrayAndElement(
  args: readonly Bound[],
  context: BindContext,
  { wide = false }: { readonly wide?: boolean } = {},
): readonly [Bound, Bound] {
  checkCount(args, 2, 2, context)
  const [input, value] = args as readonly [Bound, Bound]
  if (input.type.kind !== 'array') throw differentElements(args, context)
  const { element, containsNull } = input.type
  const type = (wide ? widest : tightest)(element, value.type)
  if (!type) throw differentElements(args, context)
  const whole = equalTypes(element, type, false) ? input : context.cast(input, arrayType(type, containsNull))
  return [whole, equalTypes(value.type, type, false) ? value : context.cast(value, type)]
}

/** Like `arrayAndElement`, of values that are compared. @throws DATATYPE_MISMATCH.INVALID_ORDERING_TYPE as well */
export function arrayAndSought(
  args: readonly Bound[],
  context: BindContext,
  form?: { readonly wide?: boolean },
): readonly [Bound, Bound] {
  const found = arrayAndElement(args, context, form)
  requireOrderable(arrayOf(found[0]).element, context)
  return found
}

/**
 * A map and a value that may be one of its keys, of one type.
 *
 * @param given.wide whether digits may be lost on the way
 * @throws DATATYPE_MISMATCH.MAP_FUNCTION_DIFF_TYPES
 */
export function mapAndKey(
  args: readonly Bound[],
  context: BindContext,
  { wide = false }: { readonly wide?: boolean } = {},
): readonly [Bound, Bound] {
  const [input, value] = args as readonly [Bound, Bound]
  const map = input.type.kind === 'map' ? (input.type as MapType) : undefined
  const type = map && (wide ? widest : tightest)(map.key, value.type)
  if (!map || !type) {
    const detail = `Input to \`${context.checkedName ?? context.name}\` should have been "MAP" followed by a value with same key type, but it's [${types(args)}].`
    throw mismatch(context, 'MAP_FUNCTION_DIFF_TYPES', detail)
  }
  const whole = equalTypes(map.key, type, false)
    ? input
    : context.cast(input, mapType(type, map.value, map.valueContainsNull))
  return [whole, equalTypes(value.type, type, false) ? value : context.cast(value, type)]
}

/** Arrays cast to one type, whose values can be compared. @throws DATATYPE_MISMATCH.BINARY_ARRAY_DIFF_TYPES */
export function arraysOfOneType(args: readonly Bound[], context: BindContext): readonly Bound[] {
  const [left, right] = args as readonly [Bound, Bound]
  const arrays = left.type.kind === 'array' && right.type.kind === 'array'
  const type = arrays ? tightest(arrayOf(left).element, arrayOf(right).element) : undefined
  if (!type) {
    const detail = `Input to function \`${context.name}\` should have been two "ARRAY" with same element type, but it's [${types(args)}].`
    throw mismatch(context, 'BINARY_ARRAY_DIFF_TYPES', detail)
  }
  requireOrderable(type, context)
  return args.map((input) =>
    equalTypes(arrayOf(input).element, type, false)
      ? input
      : context.cast(input, arrayType(type, arrayOf(input).containsNull)),
  )
}
