/**
 * `groupBy(…).pivot(…)`: a column for each value of another column (Spark: PivotTransformer). Where every aggregate gives a
 * number or a boolean, values are grouped by first, and a cell without rows is null, of counts too; else the aggregates see
 * the rows of their value only, and a cell without rows is what they give of none.
 */
import { MillraceError } from '../../errors.ts'
import { findName } from '../../expressions/binder/resolve-name.ts'
import type { Bound } from '../../expressions/bound.ts'
import { boundText } from '../../expressions/bound-text.ts'
import { call, literalOf, operation } from '../../expressions/build.ts'
import type { Expression } from '../../expressions/expression.ts'
import { expressionOperands } from '../../expressions/expression-operands.ts'
import { expressionText } from '../../expressions/expression-text.ts'
import { isFoldable } from '../../expressions/foldable.ts'
import { interpreter } from '../../expressions/interpret.ts'
import { rebuildExpression } from '../../expressions/rebuild-expression.ts'
import type { DataType, SqlValue } from '../../types/data-type.ts'
import { quoteName } from '../../types/ddl/identifier.ts'
import { typeSimpleText } from '../../types/ddl/type-sql.ts'
import { Schema } from '../../types/schema.ts'
import { booleanType, holdsKind, isNumeric, stringType } from '../../types/types.ts'
import type { NodeOptions } from '../nodes.ts'
import type { Planner } from '../planner.ts'
import { isAggregate } from './resolve-aggregates.ts'

/** What a pivot is told: values are constants, an alias gives the name of a value's columns. */
export interface Pivot {
  readonly column: Expression
  readonly values: readonly Expression[]
}

/** A value of the pivot column and the name of its columns. */
interface PivotValue {
  readonly name: string
  readonly literal: Expression
}

/**
 * The aggregations of a pivot, one over the other.
 *
 * @throws NON_LITERAL_PIVOT_VALUES, PIVOT_VALUE_DATA_TYPE_MISMATCH, _LEGACY_ERROR_TEMP_1006 for columns outside of
 *   aggregates, and what binding and casting throw
 */
export function pivotSteps(
  grouping: readonly Expression[],
  { column, values }: Pivot,
  aggregates: readonly Expression[],
  schema: Schema,
  planner: Planner,
): readonly NodeOptions['aggregate'][] {
  for (const one of aggregates) requireAggregate(one, schema, planner)
  const { type } = planner.binder.bind(column, schema)
  if (holdsKind(type, 'variant') || holdsKind(type, 'map')) {
    const name = column.kind === 'column' ? quoteName(column.path) : `"${expressionText(column)}"`
    throw new MillraceError(
      'INCOMPARABLE_PIVOT_COLUMN',
      `Invalid pivot column ${name}. Pivot columns must be comparable.`,
      { sqlState: '42818', parameters: { columnName: name } },
    )
  }
  const pivoted = values.map((one) => pivotValue(one, type, planner))
  const results = planner.binder.bindColumns(aggregates, schema).map(({ field }) => field)
  const names = results.length === 1 ? () => '' : (at: number) => `_${results[at]?.name}`
  const cells = (cell: (value: PivotValue, at: number) => Expression) =>
    pivoted.flatMap((value) => aggregates.map((_, at) => alias(cell(value, at), value.name + names(at))))
  if (!results.every((one) => isNumeric(one.type) || one.type.kind === 'boolean')) {
    const outputs = cells(({ literal }, at) =>
      ofRows(plain(aggregates[at] as Expression), operation('<=>', column, literal), planner),
    )
    return [{ grouping, sets: undefined, outputs: [...grouping, ...outputs] }]
  }
  const keys = planner.binder.bindColumns(grouping, schema).map(({ field }) => field.name)
  const byValue = [
    ...grouping.map((one, at) => alias(plain(one), `pivot key ${at}`)),
    alias(plain(column), 'pivot column'),
  ]
  const computed = aggregates.map((one, at) => alias(plain(one), `pivot result ${at}`))
  const outputs = cells(({ literal }, at) =>
    call(
      'any_value',
      call('if', operation('<=>', named('pivot column'), literal), named(`pivot result ${at}`), nothing),
      literalOf(true, booleanType),
    ),
  )
  const groups = keys.map((name, at) => alias(named(`pivot key ${at}`), name))
  return [
    { grouping: byValue, sets: undefined, outputs: [...byValue, ...computed] },
    { grouping: groups, sets: undefined, outputs: [...groups, ...outputs] },
  ]
}

const nothing = literalOf(null, { kind: 'null' })

const named = (name: string): Expression => ({ kind: 'column', path: [name] })

const alias = (input: Expression, name: string): Expression => ({ kind: 'alias', input, names: [name] })

const plain = (one: Expression): Expression => (one.kind === 'alias' ? plain(one.input) : one)

const firstNames: ReadonlySet<string> = new Set(['first', 'first_value', 'last', 'last_value', 'any_value'])

/** The expression whose aggregates see the rows of a condition only; the first and last of them skip nulls, as Spark's. */
function ofRows(expression: Expression, condition: Expression, planner: Planner): Expression {
  if (expression.kind !== 'call' || !isAggregate(expression, planner)) {
    return rebuildExpression(expression, (one) => ofRows(one, condition, planner))
  }
  const { filter, args } = expression
  const skipping = firstNames.has(expression.name.toLowerCase())
    ? [...args.slice(0, 1), literalOf(true, booleanType)]
    : args
  return { ...expression, args: skipping, filter: filter ? operation('and', condition, filter) : condition }
}

/** @throws _LEGACY_ERROR_TEMP_1006 for a column outside of aggregates */
function requireAggregate(expression: Expression, schema: Schema, planner: Planner): void {
  if (isAggregate(expression, planner)) return
  if (expression.kind !== 'column')
    return expressionOperands(expression).forEach((one) => requireAggregate(one, schema, planner))
  const { qualifier } = schema.fields[findName(expression.path, schema)?.index ?? -1] ?? {}
  const shown = [qualifier, ...expression.path].filter((part) => part !== undefined).join('.')
  throw new MillraceError(
    '_LEGACY_ERROR_TEMP_1006',
    `Aggregate expression required for pivot, but '${expression.path.length > 1 ? expression.path.join('.') : shown}' did not appear in any aggregate function.`,
  )
}

/** The value cast to the pivot column's type, and its text as a name. */
function pivotValue(written: Expression, type: DataType, planner: Planner): PivotValue {
  const value = plain(written)
  if (namesColumns(value)) throw nonLiteral(value)
  const bound = planner.binder.bind(value, new Schema([]))
  if (!isFoldable(bound, planner.functions)) throw nonLiteral(value)
  const evaluated = (to: DataType) => constant(castTo(value, bound, to, type, planner), planner)
  const name = written.kind === 'alias' ? (written.names[0] as string) : String(evaluated(stringType) ?? 'null')
  return { name, literal: literalOf(evaluated(type), type) }
}

const namesColumns = (one: Expression): boolean => one.kind === 'column' || expressionOperands(one).some(namesColumns)

function nonLiteral(value: Expression): MillraceError {
  const shown = `"${expressionText(value)}"`
  return new MillraceError(
    'NON_LITERAL_PIVOT_VALUES',
    `Literal expressions required for pivot values, found ${shown}.`,
    { sqlState: '42K08', parameters: { expression: shown } },
  )
}

function castTo(value: Expression, bound: Bound, to: DataType, type: DataType, planner: Planner): Bound {
  try {
    return planner.binder.bind({ kind: 'cast', input: value, type: to, mode: 'cast' }, new Schema([]))
  } catch (error) {
    if (!(error instanceof MillraceError) || !error.condition.startsWith('DATATYPE_MISMATCH')) throw error
    const [valueType, pivotType] = [bound.type, type].map(typeSimpleText)
    throw new MillraceError(
      'PIVOT_VALUE_DATA_TYPE_MISMATCH',
      `Invalid pivot value '${boundText(bound)}': value data type ${valueType} does not match pivot column data type ${pivotType}.`,
      {
        sqlState: '42K09',
        parameters: { value: boundText(bound), valueType: `${valueType}`, pivotType: `${pivotType}` },
      },
    )
  }
}

function constant(bound: Bound, { functions }: Planner): SqlValue {
  const evaluation = { batchTime: 0n, epoch: 0, queryId: '', zone: 'UTC', ansi: true, functions: new Map() }
  return interpreter(bound, { functions, evaluation })([])
}
