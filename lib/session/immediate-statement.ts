/** What EXECUTE IMMEDIATE executes: the text, and the values of its markers. */
import { MillraceError } from '../errors.ts'
import type { Bound } from '../expressions/bound.ts'
import { boundText } from '../expressions/bound-text.ts'
import type { Expression } from '../expressions/expression.ts'
import { expressionText } from '../expressions/expression-text.ts'
import { isFoldable } from '../expressions/foldable.ts'
import { interpreter } from '../expressions/interpret.ts'
import { located } from '../sql/located.ts'
import type { StatementNames } from '../sql/parse-statement.ts'
import type { QueryCursor } from '../sql/query-cursor.ts'
import type { PlacedValue, Statement } from '../sql/statement.ts'
import { subqueriesIn } from '../sql/subqueries-in.ts'
import type { SqlValue } from '../types/data-type.ts'
import { quoteIdentifier } from '../types/ddl/identifier.ts'
import { tokenize } from '../types/ddl/tokenizer.ts'
import { typeSql } from '../types/ddl/type-sql.ts'
import { Schema } from '../types/schema.ts'
import { batchEvaluation } from './batch-evaluation.ts'
import type { SessionContext } from './session-context.ts'

export interface ImmediateStatement {
  readonly text: string
  readonly parameter: StatementNames['parameter']
}

/**
 * Computes the text and the arguments.
 *
 * @throws UNSUPPORTED_EXPR_FOR_PARAMETER, INVALID_EXPR_TYPE_FOR_QUERY_EXECUTE_IMMEDIATE,
 *   NULL_QUERY_STRING_EXECUTE_IMMEDIATE, and what the expressions raise; its markers throw
 *   INVALID_QUERY_MIXED_QUERY_PARAMETERS, ALL_PARAMETERS_MUST_BE_NAMED
 */
export function immediateStatement(
  { text, args }: Extract<Statement, { readonly kind: 'executeImmediate' }>,
  cursor: QueryCursor,
  context: SessionContext,
): ImmediateStatement {
  const { bound, value } = constantOf(text, cursor, context)
  if (bound.type.kind !== 'string') {
    throw new MillraceError(
      'INVALID_EXPR_TYPE_FOR_QUERY_EXECUTE_IMMEDIATE',
      `Expression type must be string type but got "${typeSql(bound.type)}".`,
      { sqlState: '42K09', parameters: { exprType: `"${typeSql(bound.type)}"` } },
    )
  }
  if (value === null) {
    const name = quoteIdentifier(expressionText(text.value))
    throw new MillraceError(
      'NULL_QUERY_STRING_EXECUTE_IMMEDIATE',
      'Execute immediate requires a non-null variable as the query string, but the provided variable ' +
        `${name} is null.`,
      { sqlState: '22004', parameters: { varName: name } },
    )
  }
  const given = args.map((one) => argumentOf(one, cursor, context))
  return { text: value as string, parameter: markers(value as string, given) }
}

interface Argument {
  /** undefined: it can only stand for `?`. */
  readonly name: string | undefined
  readonly text: string
  readonly literal: Expression
}

function argumentOf(given: PlacedValue, cursor: QueryCursor, context: SessionContext): Argument {
  const { value } = given
  const input = value.kind === 'alias' ? value.input : value
  const { bound, value: constant } = constantOf({ ...given, value: input }, cursor, context)
  const own = value.kind === 'column' ? value.path.at(-1) : undefined
  const name = value.kind === 'alias' ? value.names[0] : own
  return { name, text: boundText(bound), literal: { kind: 'literal', type: bound.type, value: constant } }
}

/** Markers with names take arguments by name, others in turn: a text has the ones or the others. */
function markers(text: string, args: readonly Argument[]): StatementNames['parameter'] {
  const positional = tokenize(text).some((one) => one.kind === 'symbol' && one.text === '?')
  return (name, before) => {
    if (name === undefined) return args[before]?.literal
    if (positional) throw mixed()
    const unnamed = args.filter((one) => one.name === undefined)
    if (unnamed.length > 0) throw mustBeNamed(unnamed)
    return args.find((one) => one.name === name)?.literal
  }
}

function mixed(): MillraceError {
  return new MillraceError(
    'INVALID_QUERY_MIXED_QUERY_PARAMETERS',
    'Parameterized query must either use positional, or named parameters, but not both.',
    { sqlState: '42613' },
  )
}

function mustBeNamed(unnamed: readonly Argument[]): MillraceError {
  const exprs = unnamed.map((one) => `"${one.text}"`).join(', ')
  return new MillraceError(
    'ALL_PARAMETERS_MUST_BE_NAMED',
    `Using name parameterized queries requires all parameters to be named. Parameters missing names: ${exprs}.`,
    { sqlState: '07001', parameters: { exprs } },
  )
}

/** @throws UNSUPPORTED_EXPR_FOR_PARAMETER for what is not the same for ever */
function constantOf(
  { value, place }: PlacedValue,
  cursor: QueryCursor,
  context: SessionContext,
): { readonly bound: Bound; readonly value: SqlValue } {
  const { binder, functions } = context.planner
  return located(cursor, place, () => {
    if (subqueriesIn(value).length > 0) throw unsupported('scalarsubquery()')
    const bound = binder.bind(value, new Schema([]))
    if (!isFoldable(bound, functions)) throw unsupported(boundText(bound))
    return { bound, value: interpreter(bound, { functions, evaluation: batchEvaluation(context) })([]) }
  })
}

function unsupported(text: string): MillraceError {
  return new MillraceError(
    'UNSUPPORTED_EXPR_FOR_PARAMETER',
    'A query parameter contains unsupported expression.\nParameters can either be variables or literals.\n' +
      `Invalid expression: ["${text}"]`,
    { sqlState: '42K0E', parameters: { invalidExprSql: `"${text}"` } },
  )
}
