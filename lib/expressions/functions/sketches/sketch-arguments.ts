/** Arguments that steer a sketch: its size and how it sums, with Spark's refusals. */
import { MillraceError } from '../../../errors.ts'
import type { SqlValue } from '../../../types/data-type.ts'
import { mismatch } from '../../binder/mismatch.ts'
import { exactArgument } from '../../binder/signature.ts'
import type { Bound } from '../../bound.ts'
import { boundText } from '../../bound-text.ts'
import { intLiteral, textLiteral } from '../../build.ts'
import type { BindContext, NamedParameter } from '../../scalar-function.ts'
import { type SummaryMode, summaryModes } from './summary-mode.ts'

/** Theta and Tuple sketches keep 2^12 hashes unless told otherwise. */
export const nominalBits = 12

/** Parameters of a Tuple sketch's size and mode, behind others. */
export function tupleParameters(...names: readonly string[]): readonly NamedParameter[] {
  return [
    ...names.map((name) => ({ name })),
    { name: 'lgNomEntries', default: intLiteral(nominalBits) },
    { name: 'mode', default: textLiteral('sum') },
  ]
}

const sizeText = (name: string, bits: number) =>
  `Invalid call to \`${name}\`; the \`lgNomEntries\` value must be between 4 and 26, inclusive: ${bits}.`

const isSize = (bits: number) => bits >= 4 && bits <= 26

/** @throws SKETCH_INVALID_LG_NOM_ENTRIES */
export function checkNominalBits(bits: number, name: string): number {
  if (isSize(bits)) return bits
  throw new MillraceError('SKETCH_INVALID_LG_NOM_ENTRIES', sizeText(name, bits), { sqlState: '22003' })
}

/** A size for a Theta sketch. @throws THETA_LG_NOM_ENTRIES_MUST_BE_CONSTANT, SKETCH_INVALID_LG_NOM_ENTRIES */
export function thetaBits(given: Bound | undefined, context: BindContext): number {
  if (given === undefined) return nominalBits
  const input = exactArgument(given, 1, 'int', context)
  if (!context.foldable(input)) {
    const text = `Invalid call to \`${context.name}\`; the \`lgNomEntries\` value must be a constant value, but got a non-constant expression.`
    throw new MillraceError('THETA_LG_NOM_ENTRIES_MUST_BE_CONSTANT', text, { sqlState: '42K0E' })
  }
  return checkNominalBits((context.constant(input, 'lgNomEntries') ?? 0) as number, context.name)
}

/**
 * The value of an argument that must be a constant and not null.
 *
 * @param kind its type's name in Spark's message
 * @throws DATATYPE_MISMATCH.NON_FOLDABLE_INPUT, UNEXPECTED_NULL
 */
export function steering(input: Bound, name: string, kind: string, context: BindContext): SqlValue {
  if (!context.foldable(input)) {
    const detail = `the input ${name} should be a foldable ${kind} expression; however, got ${boundText(input)}.`
    throw mismatch(context, 'NON_FOLDABLE_INPUT', detail)
  }
  const value = context.constant(input, name)
  if (value === null) throw mismatch(context, 'UNEXPECTED_NULL', `The ${name} must not be null.`)
  return value
}

/** DATATYPE_MISMATCH.TYPE_CHECK_FAILURE_WITH_HINT around another condition. */
export function outOfRange(context: BindContext, condition: string, text: string, sqlState: string): MillraceError {
  return mismatch(context, 'TYPE_CHECK_FAILURE_WITH_HINT', `[${condition}] ${text} SQLSTATE: ${sqlState}.`)
}

/** A size for a Tuple sketch. @throws DATATYPE_MISMATCH.* */
export function tupleBits(given: Bound | undefined, at: number, context: BindContext): number {
  if (given === undefined) return nominalBits
  const bits = steering(exactArgument(given, at, 'int', context), 'lgNomEntries', 'int', context) as number
  if (isSize(bits)) return bits
  throw outOfRange(context, 'SKETCH_INVALID_LG_NOM_ENTRIES', sizeText(context.name, bits), '22003')
}

/** How a Tuple sketch sums. @throws DATATYPE_MISMATCH.* */
export function tupleMode(given: Bound | undefined, at: number, context: BindContext): SummaryMode {
  if (given === undefined) return 0
  const text = steering(exactArgument(given, at, 'string', context), 'mode', 'string', context) as string
  const mode = (summaryModes as readonly string[]).indexOf(text.toLowerCase())
  if (mode >= 0) return mode as SummaryMode
  const detail = `Invalid call to \`${context.name}\`: mode '${text}' is not supported. Valid modes are: ${summaryModes.join(', ')}.`
  throw outOfRange(context, 'TUPLE_INVALID_SKETCH_MODE', detail, '22023')
}
