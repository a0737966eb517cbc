/** DECLARE, SET VARIABLE and DROP TEMPORARY VARIABLE. */
import { MillraceError } from '../errors.ts'
import { assigningCast } from '../expressions/binder/bind-cast.ts'
import { boundText } from '../expressions/bound-text.ts'
import { literalOf } from '../expressions/build.ts'
import type { Expression } from '../expressions/expression.ts'
import { expressionOperands } from '../expressions/expression-operands.ts'
import { interpreter } from '../expressions/interpret.ts'
import { holdsAggregate } from '../plan/aggregate/resolve-aggregates.ts'
import type { Node } from '../plan/nodes.ts'
import { located } from '../sql/located.ts'
import { parseExpressionOf } from '../sql/parse-statement.ts'
import type { QueryCursor } from '../sql/query-cursor.ts'
import type { Place, PlacedValue, Query, Statement, VariableName } from '../sql/statement.ts'
import { subqueriesIn } from '../sql/subqueries-in.ts'
import { quoteIdentifier, quoteName } from '../types/ddl/identifier.ts'
import { Schema } from '../types/schema.ts'
import { nullType } from '../types/types.ts'
import { assign, type Target } from './assign-variables.ts'
import { batchEvaluation } from './batch-evaluation.ts'
import { constantRow } from './constant-row.ts'
import { fittedText } from './fitted-text.ts'
import type { SessionContext } from './session-context.ts'
import { sessionNames } from './session-text.ts'
import { localName } from './session-variables.ts'
import { rowsTable } from './show-statements.ts'

type OfKind<K extends Statement['kind']> = Extract<Statement, { readonly kind: K }>

/** What is wrong with a statement as a whole is marked where it begins. */
export const statementPlace: Place = { first: 0, last: 0 }

const nothing = new Schema([])

/** @throws VARIABLE_ALREADY_EXISTS, DUPLICATE_VARIABLE_NAME_INSIDE_DECLARE, UNRESOLVED_VARIABLE, and what the value raises */
export function declareVariables(
  { names, replace, type, initial }: OfKind<'declareVariables'>,
  cursor: QueryCursor,
  context: SessionContext,
): Node {
  const local = names.map((one) => declaredName(one, cursor))
  const twice = local.find((name, at) => local.indexOf(name) < at)
  if (twice !== undefined) throw declaredTwice(twice)
  const { functions, binder } = context.planner
  const { value: expression, place } = initial ?? { value: literalOf(null, nullType), place: statementPlace }
  if (initial) refuseQueries(initial, local[0] as string, cursor, context)
  const given = located(cursor, place, () => binder.bind(expression, nothing))
  const bound = located(cursor, statementPlace, () => (type ? assigningCast(given, type, context.conf) : given))
  const evaluation = batchEvaluation(context)
  located(cursor, place, () => interpreter(given, { functions, evaluation })([]))
  const value = located(cursor, statementPlace, () => interpreter(bound, { functions, evaluation })([]))
  const declared = type ?? bound.type
  const declaration = { type: declared, value: fittedText(value, declared), initial: initial?.text }
  for (const name of local) context.variables.declare(name, declaration, replace)
  return rowsTable([])
}

/** @throws INVALID_DEFAULT_VALUE.SUBQUERY_EXPRESSION, UNSUPPORTED_EXPR_FOR_OPERATOR */
function refuseQueries({ value, text }: PlacedValue, name: string, cursor: QueryCursor, context: SessionContext): void {
  if (subqueriesIn(value).length > 0) {
    throw new MillraceError(
      'INVALID_DEFAULT_VALUE.SUBQUERY_EXPRESSION',
      'Failed to execute DECLARE VARIABLE command because the destination column or variable ' +
        `${quoteName(['system', 'session', name])} has a DEFAULT value ${text}, which contains subquery expressions.`,
      { sqlState: '42623' },
    )
  }
  if (!holdsAggregate(value, context.planner)) return
  located(cursor, statementPlace, () => {
    throw new MillraceError(
      'UNSUPPORTED_EXPR_FOR_OPERATOR',
      'The query operator CreateVariable contains one or more unsupported expressions.\nConsider to rewrite it to avoid ' +
        'window functions, aggregate functions, and generator functions in the CreateVariable operator.\n' +
        `Invalid expressions: ["${boundText(context.planner.binder.bind(value, nothing))}"]`,
      { sqlState: '42K0E' },
    )
  })
}

function declaredTwice(name: string): MillraceError {
  const shown = quoteName(['system', 'session', name])
  return new MillraceError(
    'DUPLICATE_VARIABLE_NAME_INSIDE_DECLARE',
    `Found duplicate variable ${shown} in the declare variable list. Please, remove one of them.`,
    { sqlState: '42734', parameters: { variableName: shown } },
  )
}

/** Where a variable is made or dropped. */
const ownPath = '`system`.`session`'

const searchPath = '`system`.`builtin`, `system`.`session`, `spark_catalog`.`default`'

function declaredName({ path, place }: VariableName, cursor: QueryCursor): string {
  const name = localName(path)
  if (name !== undefined) return name
  return located(cursor, place, () => {
    throw unresolvedVariable(path, ownPath)
  })
}

function unresolvedVariable(path: readonly string[], searched: string): MillraceError {
  const name = quoteName(path)
  return new MillraceError('UNRESOLVED_VARIABLE', `Cannot resolve variable ${name} on search path [${searched}].`, {
    sqlState: '42883',
    parameters: { variableName: name },
  })
}

/** @throws UNRESOLVED_VARIABLE, VARIABLE_NOT_FOUND */
export function dropVariable(
  { name, ifExists }: OfKind<'dropVariable'>,
  cursor: QueryCursor,
  { variables }: SessionContext,
): Node {
  variables.drop(declaredName(name, cursor), ifExists)
  return rowsTable([])
}

/**
 * `SET VAR x = 1, y = DEFAULT`: the values are a select list of one row.
 *
 * @throws UNRESOLVED_VARIABLE, DUPLICATE_ASSIGNMENTS, DEFAULT_PLACEMENT_INVALID, and what the values raise
 */
export function setVariables(
  { targets: names, values }: OfKind<'setVariables'>,
  cursor: QueryCursor,
  context: SessionContext,
  plan: (query: Query) => Node,
): Node {
  const targets = targetsOf(names, cursor, context)
  const items = values.map(({ value }, at): Expression => {
    const { initial, name } = targets[at] as Target
    refuseDefault(value)
    return { kind: 'alias', input: isDefault(value) ? defaultOf(initial, context) : value, names: [name] }
  })
  const first = values[0]?.place.first ?? 0
  const place = { first, last: values.at(-1)?.place.last ?? first }
  const node = plan(rowOf(items, place))
  const row = constantRow(node, context, (at, compute) =>
    located(cursor, (values[at] as PlacedValue).place, () => compute()),
  )
  return assign(row, node, targets, cursor, context)
}

function rowOf(items: readonly Expression[], itemsPlace: Place): Query {
  const nowhere = { wherePlace: itemsPlace, havingPlace: itemsPlace }
  const without = { from: undefined, where: undefined, grouping: undefined, having: undefined, distinct: false }
  return { kind: 'select', items, itemsPlace, ...without, ...nowhere }
}

/** @throws UNRESOLVED_VARIABLE, DUPLICATE_ASSIGNMENTS */
export function targetsOf(
  names: readonly VariableName[],
  cursor: QueryCursor,
  { variables }: SessionContext,
  unknown = (path: readonly string[]) => unresolvedVariable(path, searchPath),
): readonly Target[] {
  const targets = names.map(({ path, place }) =>
    located(cursor, place, () => {
      const found = variables.at(path)
      if (!found) throw unknown(path)
      return found
    }),
  )
  const all = targets.map((one) => one.name)
  const twice = all.find((name, at) => all.indexOf(name) < at)
  if (twice === undefined) return targets
  throw new MillraceError(
    'DUPLICATE_ASSIGNMENTS',
    `The columns or variables ${quoteIdentifier(twice)} appear more than once as assignment targets.`,
    { sqlState: '42701', parameters: { nameList: quoteIdentifier(twice) } },
  )
}

const isDefault = (value: Expression): boolean =>
  value.kind === 'column' && value.path.length === 1 && value.path[0]?.toUpperCase() === 'DEFAULT'

const holdsDefault = (value: Expression): boolean =>
  expressionOperands(value).some((one) => isDefault(one) || holdsDefault(one))

function refuseDefault(value: Expression): void {
  if (!holdsDefault(value)) return
  throw new MillraceError(
    'DEFAULT_PLACEMENT_INVALID',
    'A DEFAULT keyword in a MERGE, INSERT, UPDATE, or SET VARIABLE command could not be directly assigned to a target ' +
      'column because it was part of an expression.\nFor example: `UPDATE SET c1 = DEFAULT` is allowed, but `UPDATE T SET ' +
      'c1 = DEFAULT + 1` is not allowed.',
    { sqlState: '42608' },
  )
}

/** It is computed anew. */
function defaultOf(initial: string | undefined, context: SessionContext): Expression {
  if (initial === undefined) return literalOf(null, nullType)
  return parseExpressionOf(initial, sessionNames(context))
}
