/** Implicit casts of whole argument lists: operands of binary operators, arguments that must share a type. */

import type { DataType } from '../../types/data-type.ts'
import { typeSql } from '../../types/ddl/type-sql.ts'
import { doubleType, equalTypes, isIntegral, longType } from '../../types/types.ts'
import type { Bound } from '../bound.ts'
import type { BindContext } from '../scalar-function.ts'
import { type Accepted, acceptedText, accepts, implicitType } from './accepted.ts'
import { differentTypes, mismatch } from './mismatch.ts'
import {
  commonType,
  comparableType,
  decimalFor,
  sameStructure,
  stringMeet,
  tightestType,
  widerDecimal,
} from './type-coercion.ts'

/**
 * Casts arguments to their least common type (coalesce, CASE, array, greatest, IN): Spark's `findWiderCommonType`.
 *
 * @throws DATATYPE_MISMATCH.DATA_DIFF_TYPES
 */
export function sameType(args: readonly Bound[], context: BindContext): readonly Bound[] {
  const types = args.map((arg) => arg.type)
  // IN compares structs whose fields have other names.
  const [one] = types
  if (context.name === 'in' && one && types.every((type) => sameStructure(one, type))) return args
  const type = commonType(types, context.ansi)
  if (!type) throw differentTypes(context, types)
  return args.map((arg) => castUnlessSame(arg, type, context))
}

/** Spark leaves types alone that differ in nullability or names of fields only. */
function castUnlessSame(arg: Bound, type: DataType, context: BindContext): Bound {
  return sameStructure(arg.type, type) ? arg : context.cast(arg, type)
}

/**
 * Casts the two operands of a binary operator as Spark's rules do in turn (strings, decimals, tightest common type), and
 * checks them.
 *
 * Decimals are left as they are: decimal operators work out their own precision. Datetime and interval arithmetic is
 * decided by the operator before it comes here.
 *
 * @param accepted what the operator works on: `['numeric', 'day_time_interval', …]`, `'boolean'`, `'integral'`
 * @returns left and right, of one type unless both are decimals
 * @throws DATATYPE_MISMATCH.BINARY_OP_DIFF_TYPES, DATATYPE_MISMATCH.BINARY_OP_WRONG_TYPE
 */
export function binaryOperands(
  args: readonly Bound[],
  accepted: Accepted,
  context: BindContext,
): readonly [Bound, Bound] {
  const [left, right] = promoteOperands(args[0] as Bound, args[1] as Bound, accepted, context)
  const decimals = left.type.kind === 'decimal' && right.type.kind === 'decimal'
  if (!decimals && !equalTypes(left.type, right.type, false)) throw operandsDiffer(left, right, context)
  if (!accepts(accepted, left.type)) {
    const detail = `the binary operator requires the input type ${acceptedText(accepted)}, not "${typeSql(left.type)}".`
    throw mismatch(context, 'BINARY_OP_WRONG_TYPE', detail)
  }
  return [left, right]
}

function promoteOperands(left: Bound, right: Bound, accepted: Accepted, context: BindContext): readonly [Bound, Bound] {
  const both = (type: DataType): [Bound, Bound] => [
    castUnlessSame(left, type, context),
    castUnlessSame(right, type, context),
  ]
  if (left.type.kind === 'null' && right.type.kind === 'null')
    return both(implicitType(left.type, accepted) ?? left.type)
  const text = promotedString(left.type, right.type, accepted, context.ansi)
  if (text) return both(text)
  if (left.type.kind === 'decimal' || right.type.kind === 'decimal') {
    const pair = decimalOperands(left, right, context)
    if (pair) return pair
  }
  const tight = tightestType(left.type, right.type, context.ansi)
  return tight && accepts(accepted, tight) ? both(tight) : [left, right]
}

/** A string meets another type: ANSI reads it as that type, without ANSI arithmetic is done in DOUBLE. */
function promotedString(left: DataType, right: DataType, accepted: Accepted, ansi: boolean): DataType | undefined {
  if (left.kind === 'string' && right.kind === 'string' && !ansi && accepts(accepted, doubleType)) return doubleType
  if ((left.kind === 'string') === (right.kind === 'string')) return undefined
  if (ansi) return stringMeet(left, right, true)
  const other = left.kind === 'string' ? right : left
  if (
    other.kind === 'calendar_interval' ||
    other.kind === 'day_time_interval' ||
    other.kind === 'year_month_interval'
  ) {
    return undefined
  }
  return accepts(accepted, doubleType) ? doubleType : other
}

/** Integers beside decimals become decimals (a literal the narrowest that holds it); beside floats decimals become DOUBLE. */
function decimalOperands(left: Bound, right: Bound, context: BindContext): readonly [Bound, Bound] | undefined {
  const kinds = [left.type.kind, right.type.kind]
  if (kinds.includes('float') || kinds.includes('double')) {
    return [context.cast(left, { kind: 'double' }), context.cast(right, { kind: 'double' })]
  }
  const whole = ['byte', 'short', 'int', 'long']
  if (left.type.kind === 'decimal' && whole.includes(right.type.kind)) {
    return [left, context.cast(right, decimalOperand(right))]
  }
  if (right.type.kind === 'decimal' && whole.includes(left.type.kind)) {
    return [context.cast(left, decimalOperand(left)), right]
  }
  return left.type.kind === right.type.kind ? [left, right] : undefined
}

function decimalOperand(input: Bound): DataType {
  if (input.kind !== 'literal' || input.value === null) return decimalFor(input.type)
  const digits = String(input.value).replace('-', '').length
  return { kind: 'decimal', precision: digits, scale: 0 }
}

/**
 * Casts the two sides of a comparison to the type in which they are compared.
 *
 * @returns left and right of one type
 * @throws DATATYPE_MISMATCH.BINARY_OP_DIFF_TYPES, or INVALID_ORDERING_TYPE when `ordered` and the type has no order
 */
export function comparisonOperands(
  args: readonly Bound[],
  context: BindContext,
  ordered: boolean,
): readonly [Bound, Bound] {
  const [left, right] = ordered
    ? wholeBounds(args as readonly [Bound, Bound], context.name)
    : (args as readonly [Bound, Bound])
  const type = comparisonType(left.type, right.type, context.ansi)
  if (!type) throw operandsDiffer(left, right, context)
  requireOrderable(type, context)
  return [castUnlessSame(left, type, context), castUnlessSame(right, type, context)]
}

/** Operators by which side of the fraction decides when the literal stands on the right; on the left it is the other. */
const roundsDown: { readonly [operator: string]: boolean } = { '>': true, '<=': true, '>=': false, '<': false }

/**
 * An integer compared with a decimal literal is compared with the whole number beside it: `a > 1.5` is `a > 1` (Spark's
 * DecimalPrecision), and is named so.
 */
function wholeBounds([left, right]: readonly [Bound, Bound], operator: string): readonly [Bound, Bound] {
  const down = roundsDown[operator]
  if (down === undefined) return [left, right]
  if (isIntegral(left.type)) return [left, wholeLiteral(right, down)]
  return isIntegral(right.type) ? [wholeLiteral(left, !down), right] : [left, right]
}

function wholeLiteral(input: Bound, down: boolean): Bound {
  if (input.kind !== 'literal' || input.type.kind !== 'decimal' || input.value === null) return input
  const unit = 10n ** BigInt(input.type.scale)
  const value = input.value as bigint
  const floor = value / unit - (value % unit < 0n ? 1n : 0n)
  const whole = down || floor * unit === value ? floor : floor + 1n
  return BigInt.asIntN(64, whole) === whole ? { kind: 'literal', type: longType, value: whole, nullable: false } : input
}

/** Numbers meet without loss; a string beside another type as that type; everything else by its tightest common type. */
function comparisonType(a: DataType, b: DataType, ansi: boolean): DataType | undefined {
  if (a.kind === 'decimal' && b.kind === 'decimal') return equalTypes(a, b) ? a : widerDecimal(a, b)
  if (a.kind === 'null' && b.kind === 'null') return a
  if (sameStructure(a, b)) return a
  if (!ansi && (a.kind === 'boolean') !== (b.kind === 'boolean')) {
    const other = a.kind === 'boolean' ? b : a
    if (other.kind !== 'null' && other.kind !== 'string') return booleanAgainst(other)
  }
  return comparableType(a, b, ansi) ?? (sameShape(a, b) ? a : undefined)
}

/** Equal but for the names of struct fields: Spark compares structs by position (`DataType.equalsStructurally`). */
export function sameShape(a: DataType, b: DataType): boolean {
  if (a.kind === 'array' && b.kind === 'array') return sameShape(a.element, b.element)
  if (a.kind === 'map' && b.kind === 'map') return sameShape(a.key, b.key) && sameShape(a.value, b.value)
  if (a.kind !== 'struct' || b.kind !== 'struct') return equalTypes(a, b, false)
  return (
    a.fields.length === b.fields.length && a.fields.every((one, at) => sameShape(one.type, (b.fields[at] ?? one).type))
  )
}

/** Without ANSI a boolean is compared with a number as a number (Spark's BooleanEquality). */
function booleanAgainst(other: DataType): DataType | undefined {
  return accepts('numeric', other) ? other : undefined
}

function operandsDiffer(left: Bound, right: Bound, context: BindContext) {
  return mismatch(
    context,
    'BINARY_OP_DIFF_TYPES',
    'the left and right operands of the binary operator have incompatible types ' +
      `("${typeSql(left.type)}" and "${typeSql(right.type)}").`,
  )
}

/** @throws DATATYPE_MISMATCH.INVALID_ORDERING_TYPE for a type whose values cannot be compared */
export function requireOrderable(type: DataType, context: BindContext): void {
  if (isOrderable(type)) return
  const detail = `The \`${context.name}\` does not support ordering on type "${typeSql(type)}".`
  throw mismatch(context, 'INVALID_ORDERING_TYPE', detail)
}

/** Types that `=`, `<`, ORDER BY, min, max and sort_array take (Spark's `RowOrdering.isOrderable`). */
export function isOrderable(type: DataType): boolean {
  switch (type.kind) {
    case 'map':
    case 'variant':
    case 'calendar_interval':
    case 'geometry':
    case 'geography':
      return false
    case 'array':
      return isOrderable(type.element)
    case 'struct':
      return type.fields.every((field) => isOrderable(field.type))
    default:
      return true
  }
}
