/** Spark's errors of the analyzer about calls: how many arguments, of which types. */
import { MillraceError } from '../../errors.ts'
import type { DataType } from '../../types/data-type.ts'
import { quoteIdentifier } from '../../types/ddl/identifier.ts'
import { typeSql } from '../../types/ddl/type-sql.ts'
import type { Bound } from '../bound.ts'
import { boundText } from '../bound-text.ts'
import { type Accepted, acceptedText } from './accepted.ts'

/** The part of a BindContext that messages need. */
export interface CallText {
  readonly name: string
  readonly text: string
  /** What messages call the function, where it is another name. */
  readonly checkedName?: string
}

/**
 * A DATATYPE_MISMATCH error: `Cannot resolve "<call>" due to data type mismatch: <detail>`.
 *
 * @param subclass Spark's second half of the condition: `UNEXPECTED_INPUT_TYPE`
 */
export function mismatch(
  context: CallText,
  subclass: string,
  detail: string,
  parameters: Readonly<Record<string, string>> = {},
): MillraceError {
  const message = `Cannot resolve "${context.text}" due to data type mismatch: ${detail}`
  return new MillraceError(`DATATYPE_MISMATCH.${subclass}`, message, {
    sqlState: '42K09',
    parameters: { sqlExpr: `"${context.text}"`, ...parameters },
  })
}

const ordinals = ['first', 'second', 'third']

/** `first` for 0; beyond `third` a number with its ending. */
export function ordinalWord(at: number): string {
  return ordinals[at] ?? `${at + 1}th`
}

/** DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE for the argument at position `at`. */
export function unexpectedType(context: CallText, at: number, input: Bound, accepted: Accepted): MillraceError {
  const detail =
    `The ${ordinalWord(at)} parameter requires the ${acceptedText(accepted)} type, ` +
    `however "${boundText(input)}" has the type "${typeSql(input.type)}".`
  return mismatch(context, 'UNEXPECTED_INPUT_TYPE', detail)
}

/** Functions whose types messages put in a list; those of the others are alternatives. */
const listed: ReadonlySet<string> = new Set(['in', 'if', 'when', 'greatest', 'least'])

/** DATATYPE_MISMATCH.DATA_DIFF_TYPES: arguments that have no common type. */
export function differentTypes(context: CallText, types: readonly DataType[]): MillraceError {
  const names = types.map((type) => `"${typeSql(type)}"`)
  const name = context.checkedName ?? context.name
  const list = listed.has(name) ? `[${names.join(', ')}]` : `(${names.join(' or ')})`
  return mismatch(
    context,
    'DATA_DIFF_TYPES',
    `Input to ${quoteIdentifier(name === 'when' ? 'casewhen' : name)} should all be the same type, but it's ${list}.`,
  )
}

/**
 * WRONG_NUM_ARGS.WITHOUT_SUGGESTION
 *
 * @param expected as Spark prints it: `2`, `[1, 2]`, `> 0`
 */
export function wrongArgumentCount(name: string, expected: string, actual: number): MillraceError {
  return new MillraceError(
    'WRONG_NUM_ARGS.WITHOUT_SUGGESTION',
    `The ${quoteIdentifier(name)} requires ${expected} parameters but the actual number is ${actual}. ` +
      "Please, refer to 'https://spark.apache.org/docs/latest/sql-ref-functions.html' for a fix.",
    {
      sqlState: '42605',
      parameters: { functionName: quoteIdentifier(name), expectedNum: expected, actualNum: `${actual}` },
    },
  )
}
