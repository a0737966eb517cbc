/** CREATE TEMPORARY FUNCTION, DROP FUNCTION, REFRESH FUNCTION. */
import { MillraceError } from '../errors.ts'
import { aggregates } from '../expressions/aggregates/index.ts'
import { assigningCast } from '../expressions/binder/bind-cast.ts'
import { parameterSchema, routinesIn } from '../expressions/binder/bind-routine.ts'
import { generatorOf, nestedGenerator, refuseNestedGenerators } from '../expressions/binder/bind-select.ts'
import { requireNanosTypes } from '../expressions/binder/require-nanos-types.ts'
import { expressionOperands } from '../expressions/expression-operands.ts'
import { expressionText } from '../expressions/expression-text.ts'
import { generators } from '../expressions/generators/index.ts'
import { holdsAggregate } from '../plan/aggregate/resolve-aggregates.ts'
import { windowIn } from '../plan/analyze/refuse-windows.ts'
import type { Node } from '../plan/nodes.ts'
import { located } from '../sql/located.ts'
import { notYet } from '../sql/not-yet.ts'
import type { QueryCursor } from '../sql/query-cursor.ts'
import type { Place, Statement } from '../sql/statement.ts'
import { subqueriesIn } from '../sql/subqueries-in.ts'
import type { DataType } from '../types/data-type.ts'
import { quoteIdentifier, quoteName } from '../types/ddl/identifier.ts'
import { Schema } from '../types/schema.ts'
import { limitsText } from './fitted-text.ts'
import type { SessionContext } from './session-context.ts'
import { rowsTable } from './show-statements.ts'
import { isUserFunction } from './user-functions.ts'

type OfKind<K extends Statement['kind']> = Extract<Statement, { readonly kind: K }>
type Creation = OfKind<'createFunction'>

/** Where Spark marks what is wrong with a body. */
const statementPlace: Place = { first: 0, last: 0 }

/**
 * Makes a function of an expression.
 *
 * @throws ROUTINE_ALREADY_EXISTS, DUPLICATE_ROUTINE_PARAMETER_NAMES, CYCLIC_FUNCTION_REFERENCE, USER_DEFINED_FUNCTIONS.*, and
 *   what is wrong with the body; MILLRACE_SQL_NOT_YET for a subquery in it
 */
export function createFunction(creation: Creation, cursor: QueryCursor, context: SessionContext): Node {
  const { name, replace, parameters, returns, body } = creation
  refuseParameters(creation)
  refuseBody(creation, cursor, context)
  const gives = located(cursor, statementPlace, () => typeOf(creation, context))
  refuseName(name, replace, context)
  context.routines.set(name, {
    parameters: parameters.map((one) => ({ name: one.name, type: one.type, initial: one.initial?.text })),
    returns,
    gives,
    body: body.text,
  })
  return rowsTable([])
}

function typeOf({ name, parameters, returns, body }: Creation, { planner, conf }: SessionContext): DataType {
  for (const { type, initial } of parameters) {
    requireNanosTypes(type, conf)
    if (initial) assigningCast(planner.binder.bind(initial.value, new Schema([])), type, conf)
  }
  try {
    const bound = planner.binder.bind(body.value, parameterSchema({ name: name.toLowerCase(), parameters }))
    return returns ? assigningCast(bound, returns, conf).type : bound.type
  } catch (error) {
    if (!(error instanceof MillraceError) || error.condition !== 'UNRESOLVED_ROUTINE') throw error
    throw notFound((error.parameters['routineName'] ?? '').replace(/^(`[^`]*`)$/, '`default`.$1'))
  }
}

function refuseParameters({ name, parameters, returns }: Creation): void {
  if ([...parameters.map((one) => one.type), ...(returns ? [returns] : [])].some(limitsText)) throw limitedText()
  const lower = parameters.map((one) => one.name.toLowerCase())
  const twice = lower.find((one, at) => lower.indexOf(one) < at)
  if (twice !== undefined) {
    throw new MillraceError(
      'DUPLICATE_ROUTINE_PARAMETER_NAMES',
      `Found duplicate name(s) in the parameter list of the user-defined routine ${name}: ${quoteIdentifier(twice)}.`,
      { sqlState: '42734' },
    )
  }
  const at = parameters.findIndex((one, index) => one.initial && parameters[index + 1]?.initial === undefined)
  const next = at < 0 ? undefined : parameters[at + 1]
  if (!next) return
  throw invalid(
    'NOT_A_VALID_DEFAULT_PARAMETER_POSITION',
    `In routine ${quoteIdentifier(name)} parameter ${quoteIdentifier(parameters[at]?.name as string)} with DEFAULT must ` +
      `not be followed by parameter ${quoteIdentifier(next.name)} without DEFAULT.`,
  )
}

function limitedText(): MillraceError {
  return new MillraceError(
    'UNSUPPORTED_CHAR_OR_VARCHAR_AS_STRING',
    "The char/varchar type can't be used in the table schema.\nIf you want Spark treat them as string type as same as Spark " +
      '3.0 and earlier, please set "spark.sql.legacy.charVarcharAsString" to "true".',
    { sqlState: '0A000' },
  )
}

function refuseBody({ name, body: { value, place } }: Creation, cursor: QueryCursor, context: SessionContext): void {
  const cycle = routinesIn(value, expressionOperands).find((path) => path.at(-1) === name.toLowerCase())
  if (cycle) {
    throw new MillraceError(
      'CYCLIC_FUNCTION_REFERENCE',
      `Cyclic function reference detected: ${[name.toLowerCase(), ...cycle].join(' -> ')}.`,
      { sqlState: '42887' },
    )
  }
  if (subqueriesIn(value).length > 0) {
    cursor.at = place.first
    throw notYet(cursor, 'a subquery in the body of a function')
  }
  if (holdsAggregate(value, context.planner) || windowIn(value)) {
    throw invalid(
      'CANNOT_CONTAIN_COMPLEX_FUNCTIONS',
      `SQL scalar function cannot contain aggregate/window/generate functions: ${expressionText(windowIn(value) ?? value)}`,
    )
  }
  if (generatorOf(value)) throw nestedGenerator(value)
  refuseNestedGenerators(value)
}

function invalid(subclass: string, message: string): MillraceError {
  return new MillraceError(`USER_DEFINED_FUNCTIONS.${subclass}`, `User defined function is invalid: ${message}`, {
    sqlState: '42601',
  })
}

/** @throws ROUTINE_ALREADY_EXISTS, USER_DEFINED_FUNCTIONS.CANNOT_REPLACE_NON_SQL_UDF_WITH_SQL_UDF */
function refuseName(name: string, replace: boolean, context: SessionContext): void {
  const known = functionKind(name, context)
  if (replace && (known === 'built in' || known === 'program')) {
    throw invalid(
      'CANNOT_REPLACE_NON_SQL_UDF_WITH_SQL_UDF',
      `Cannot replace the non-SQL function ${name} with a SQL function.`,
    )
  }
  if (replace || (known !== 'sql' && known !== 'program')) return
  throw new MillraceError(
    'ROUTINE_ALREADY_EXISTS',
    `Cannot create the routine ${quoteIdentifier(name)} because a routine of that name already exists.\nChoose a different ` +
      'name, drop or replace the existing routine, or add the IF NOT EXISTS clause to tolerate a pre-existing routine.',
    { sqlState: '42723', parameters: { routineName: quoteIdentifier(name) } },
  )
}

/** Who made the function of a name. */
function functionKind(
  name: string,
  { routines, registry }: SessionContext,
): 'sql' | 'program' | 'built in' | undefined {
  if (routines.at(name)) return 'sql'
  const lower = name.toLowerCase()
  const definition = registry.functions.get(lower)
  if (definition) return isUserFunction(definition) ? 'program' : 'built in'
  return aggregates.has(lower) || generators.has(lower) ? 'built in' : undefined
}

/** @throws ROUTINE_NOT_FOUND, FORBIDDEN_OPERATION, EXPECT_PERSISTENT_FUNCTION_NOT_TEMP, MILLRACE_NOT_SUPPORTED */
export function dropFunction(
  { path, temporary, ifExists }: OfKind<'dropFunction'>,
  cursor: QueryCursor,
  context: SessionContext,
): Node {
  const name = path.at(-1) as string
  const kind = path.length === 1 ? functionKind(name, context) : undefined
  if (temporary && kind === 'sql') context.routines.drop(name)
  else if (kind === 'built in' && !(temporary && ifExists)) throw forbidden('DROP', name)
  else if (!temporary && (kind === 'sql' || kind === 'program')) {
    located(cursor, statementPlace, () => {
      throw new MillraceError(
        'EXPECT_PERSISTENT_FUNCTION_NOT_TEMP',
        `${quoteIdentifier(name)} is a temporary function. 'DROP FUNCTION' expects a persistent function. Please use DROP ` +
          'TEMPORARY FUNCTION to drop a temporary function.',
        { sqlState: '42809' },
      )
    })
  } else if (kind === 'program') {
    throw new MillraceError(
      'MILLRACE_NOT_SUPPORTED',
      `A function that the program registered stays as long as its session: ${name}`,
    )
  } else if (!ifExists && !kind) throw notFound(quoteName(temporary || path.length > 1 ? path : ['default', name]))
  return rowsTable([])
}

/** @throws that there is nothing to refresh: no function is stored */
export function refreshFunction(
  { path, place }: OfKind<'refreshFunction'>,
  cursor: QueryCursor,
  context: SessionContext,
): Node {
  const name = path.at(-1) as string
  const builtin = path.slice(0, -1).join('.').toLowerCase()
  if (['builtin', 'system.builtin'].includes(builtin)) throw forbidden('REFRESH', name)
  const kind = path.length === 1 ? functionKind(name, context) : undefined
  if (!kind) throw notFound(quoteName(path.length > 1 ? path : ['default', name]))
  const [condition, what] =
    kind === 'built in' ? ['_LEGACY_ERROR_TEMP_1256', 'built-in'] : ['_LEGACY_ERROR_TEMP_1257', 'temporary']
  return located(cursor, { first: place.first, last: place.first }, () => {
    throw new MillraceError(condition, `Cannot refresh ${what} function ${name}.`)
  })
}

function forbidden(operation: string, name: string): MillraceError {
  return new MillraceError(
    'FORBIDDEN_OPERATION',
    `The operation ${operation} is not allowed on the FUNCTION: ${quoteIdentifier(name)}.`,
    { sqlState: '42809' },
  )
}

function notFound(routine: string): MillraceError {
  return new MillraceError(
    'ROUTINE_NOT_FOUND',
    `The routine ${routine} cannot be found. Verify the spelling and correctness of the schema and catalog.\nIf you did not ` +
      'qualify the name with a schema and catalog, verify the current_schema() output, or qualify the name with the correct ' +
      'schema and catalog.\nTo tolerate the error on drop use DROP ... IF EXISTS.',
    { sqlState: '42883', parameters: { routineName: routine } },
  )
}
