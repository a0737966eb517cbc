/** Binding of functions that look for a value in an array: both are cast to one type. */
import type { DataType } from '../../../types/data-type.ts'
import { typeSql } from '../../../types/ddl/type-sql.ts'
import { arrayType, equalTypes } from '../../../types/types.ts'
import { mismatch } from '../../binder/mismatch.ts'
import { requireOrderable } from '../../binder/operands.ts'
import { castArgument, checkCount } from '../../binder/signature.ts'
import { commonType } from '../../binder/type-coercion.ts'
import type { Bound } from '../../bound.ts'
import type { BindContext } from '../../scalar-function.ts'

export type ArrayType = Extract<DataType, { readonly kind: 'array' }>

export const arrayOf = (input: Bound) => input.type as ArrayType

/** @throws DATATYPE_MISMATCH.ARRAY_FUNCTION_DIFF_TYPES, DATATYPE_MISMATCH.NULL_TYPE */
export function arrayAndElement(args: readonly Bound[], context: BindContext): readonly [Bound, Bound] {
  checkCount(args, 2, 2, context)
  const input = castArgument(args[0] as Bound, 0, 'array', context)
  const value = args[1] as Bound
  const { element, containsNull } = arrayOf(input)
  const type = meetsText(element, value.type) ? undefined : commonType([element, value.type], context.ansi)
  if (!type) {
    const detail =
      `Input to \`${context.name}\` should have been "ARRAY" followed by a value with same element type, but it's ` +
      `["${typeSql(input.type)}", "${typeSql(value.type)}"].`
    throw mismatch(context, 'ARRAY_FUNCTION_DIFF_TYPES', detail)
  }
  requireOrderable(type, context)
  const whole = equalTypes(element, type, false) ? input : context.cast(input, arrayType(type, containsNull))
  return [whole, equalTypes(value.type, type, false) ? value : context.cast(value, type)]
}

/** Spark's `findWiderTypeWithoutStringPromotion`: no string is read as something else here. */
export const meetsText = (a: DataType, b: DataType) =>
  a.kind !== 'null' && b.kind !== 'null' && (a.kind === 'string') !== (b.kind === 'string')

/** Arrays cast to one type. */
export function arraysOfOneType(args: readonly Bound[], context: BindContext): readonly Bound[] {
  const inputs = args.map((arg, at) => castArgument(arg, at, 'array', context))
  const elements = inputs.map((input) => arrayOf(input).element)
  const [first] = elements
  const type =
    first && elements.some((element) => meetsText(first, element)) ? undefined : commonType(elements, context.ansi)
  if (!type) {
    const types = inputs.map((input) => `"${typeSql(input.type)}"`).join(' and ')
    throw mismatch(
      context,
      'BINARY_ARRAY_DIFF_TYPES',
      `Input to function \`${context.name}\` should have been two "ARRAY" with same element type, but it's [${types}].`,
    )
  }
  return inputs.map((input) =>
    equalTypes(arrayOf(input).element, type, false)
      ? input
      : context.cast(input, arrayType(type, arrayOf(input).containsNull)),
  )
}
