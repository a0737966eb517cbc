/** From the names of a join to ordinals: its condition over both inputs, the columns it merges (NaturalAndUsingJoin). */
import { MillraceError } from '../../errors.ts'
import type { Bound } from '../../expressions/bound.ts'
import { isDeterministic, operandsOf } from '../../expressions/bound-operands.ts'
import { boundText } from '../../expressions/bound-text.ts'
import type { Expression } from '../../expressions/expression.ts'
import { expressionText } from '../../expressions/expression-text.ts'
import type { RowStep } from '../../expressions/row-step.ts'
import type { Field } from '../../types/data-type.ts'
import { quoteIdentifier } from '../../types/ddl/identifier.ts'
import { typeSql } from '../../types/ddl/type-sql.ts'
import { Schema } from '../../types/schema.ts'
import { windowIn } from '../analyze/refuse-windows.ts'
import type { Binder } from '../binder.ts'
import { inputColumn, type ProjectedColumn } from '../input-column.ts'
import type { NodeOptions } from '../nodes.ts'
import { conjunction, conjuncts, replaceInputs } from '../rewrite/bound-expressions.ts'
import { allOutputs, type BoundJoin, joinedFields } from './bound-join.ts'
import { hiddenSides, isExistence, type JoinType } from './join-type.ts'

type Options = NodeOptions['join']
type Pair = readonly [Schema, Schema]

/** A join over ordinals, and the projection above it that merges columns. */
export interface JoinBinding {
  readonly join: BoundJoin
  readonly after: readonly RowStep[]
}

/**
 * Binds a join.
 *
 * @throws JOIN_CONDITION_IS_NOT_BOOLEAN_TYPE, AMBIGUOUS_REFERENCE, UNRESOLVED_USING_COLUMN_FOR_JOIN,
 *   INVALID_NON_DETERMINISTIC_EXPRESSIONS, UNSUPPORTED_EXPR_FOR_OPERATOR and what binding throws
 */
export function bindJoin(
  { joinType: type, condition, using, hidden, mark }: Options,
  inputs: Pair,
  binder: Binder,
): JoinBinding {
  const outputs = allOutputs(type, inputs)
  if (using) {
    const keys = using.map((name) => usingKey(name, inputs))
    const pairs = keys.map((key) => usingCondition(key, inputs, binder))
    const join = { type, condition: pairs.length === 0 ? undefined : conjunction(pairs), outputs }
    const columns = merged(join, keys, inputs, binder)
    return { join, after: [{ project: hidden ? [...columns, ...hiddenColumns(type, keys, inputs)] : columns }] }
  }
  const bound = condition && conjunction(conjuncts(bindCondition(condition, inputs, binder)).flatMap(comparisons))
  return { join: { type, condition: bound, outputs, ...(mark === undefined ? {} : { mark }) }, after: [] }
}

function bindCondition(condition: Expression, [left, right]: Pair, binder: Binder): Bound {
  const bound = binder.bind(condition, new Schema([...left.fields, ...right.fields]))
  const text = `"${boundText(bound)}"`
  if (bound.type.kind !== 'boolean') {
    throw new MillraceError(
      'JOIN_CONDITION_IS_NOT_BOOLEAN_TYPE',
      `The join condition ${text} has the invalid type "${typeSql(bound.type)}", expected "BOOLEAN".`,
      { sqlState: '42K0E', parameters: { joinCondition: text, conditionType: `"${typeSql(bound.type)}"` } },
    )
  }
  const over = windowIn(condition)
  if (over) throw unsupported(expressionText(over))
  const aggregate = aggregateIn(bound)
  if (aggregate) throw unsupported(boundText(aggregate))
  if (!isDeterministic(bound)) {
    throw new MillraceError(
      'INVALID_NON_DETERMINISTIC_EXPRESSIONS',
      `The operator expects a deterministic expression, but the actual expression is ${text}.`,
      { sqlState: '42K0E', parameters: { sqlExprs: text } },
    )
  }
  return bound
}

/** `a BETWEEN b AND c` as the two comparisons that it is: each is moved by itself, and may bound the state of a side. */
function comparisons(one: Bound): readonly Bound[] {
  if (one.kind !== 'call' || one.name !== 'between') return [one]
  const [lower, least, upper, most] = one.args as readonly [Bound, Bound, Bound, Bound]
  const compare = (name: string, a: Bound, b: Bound): Bound => ({
    kind: 'call',
    name,
    args: [a, b],
    type: one.type,
    nullable: a.nullable || b.nullable,
  })
  return [compare('>=', lower, least), compare('<=', upper, most)]
}

function aggregateIn(bound: Bound): Bound | undefined {
  if (bound.kind === 'call' && bound.aggregate) return bound
  for (const operand of operandsOf(bound)) {
    const found = aggregateIn(operand)
    if (found) return found
  }
  return undefined
}

function unsupported(text: string): MillraceError {
  return new MillraceError(
    'UNSUPPORTED_EXPR_FOR_OPERATOR',
    'The query operator Join contains one or more unsupported expressions.\n' +
      'Consider to rewrite it to avoid window functions, aggregate functions, and generator functions in the Join operator.\n' +
      `Invalid expressions: ["${text}"]`,
    { sqlState: '42K0E', parameters: { operator: 'Join', invalidExprSqls: `["${text}"]` } },
  )
}

/** A column by whose name rows are joined, in each input. */
interface UsingKey {
  readonly name: string
  readonly left: number
  readonly right: number
}

function usingKey(name: string, inputs: Pair): UsingKey {
  const [left, right] = inputs.map((input, port) => {
    const found = input.index(name)
    if (found === undefined) throw missingUsing(name, input, port === 0 ? 'left' : 'right')
    return found
  }) as [number, number]
  return { name, left, right }
}

function missingUsing(name: string, input: Schema, side: string): MillraceError {
  const suggestion = input.names
    .map(quoteIdentifier)
    .sort((a, b) => (a < b ? -1 : 1))
    .join(', ')
  const colName = quoteIdentifier(name)
  return new MillraceError(
    'UNRESOLVED_USING_COLUMN_FOR_JOIN',
    `USING column ${colName} cannot be resolved on the ${side} side of the join. The ${side}-side columns: [${suggestion}].`,
    { sqlState: '42703', parameters: { colName, side, suggestion } },
  )
}

function usingCondition({ left, right }: UsingKey, inputs: Pair, binder: Binder): Bound {
  const leftField = inputs[0].fields[left] as Field
  const rightField = inputs[1].fields[right] as Field
  const positions = [left, inputs[0].length + right]
  return overTwo(
    { kind: 'call', name: '=', args: twoColumns, operator: true },
    [leftField, rightField],
    positions,
    binder,
  )
}

const twoColumns: readonly Expression[] = [
  { kind: 'column', path: ['l', 'x'] },
  { kind: 'column', path: ['r', 'x'] },
]

/** Binds an expression over two columns of one name, then puts them where they stand. */
function overTwo(
  expression: Expression,
  fields: readonly [Field, Field],
  positions: readonly number[],
  binder: Binder,
): Bound {
  const alone = new Schema(fields.map((field, at) => ({ ...field, name: 'x', qualifier: at === 0 ? 'l' : 'r' })))
  const named = (bound: Bound): Bound =>
    replaceInputs(bound, (index, input) => ({
      ...input,
      index: positions[index] as number,
      name: (fields[index] as Field).name,
    }))
  return named(binder.bind(expression, alone))
}

/** Merged columns first, then the rest of the left, then of the right input. */
function merged(join: BoundJoin, keys: readonly UsingKey[], inputs: Pair, binder: Binder): readonly ProjectedColumn[] {
  const leftWidth = inputs[0].length
  const schema = new Schema(joinedFields(join.type, inputs))
  const column = (at: number): ProjectedColumn => inputColumn(schema, at)
  const first = keys.map(({ left, right }): ProjectedColumn => {
    if (join.type === 'right_outer') return column(leftWidth + right)
    return join.type === 'full_outer' ? coalesced(schema, left, leftWidth + right, binder) : column(left)
  })
  const used = new Set(keys.flatMap(({ left, right }) => [left, leftWidth + right]))
  const width = isExistence(join.type) ? leftWidth : schema.length
  const rest = Array.from({ length: width }, (_, at) => at).filter((at) => !used.has(at))
  return [...first, ...rest.map(column)]
}

/** The name of a merged column of one side, where it comes out by itself. */
export function hiddenName(side: 0 | 1, key: string): string {
  return `__${side === 0 ? 'left' : 'right'}.${key.toLowerCase()}`
}

function hiddenColumns(type: JoinType, keys: readonly UsingKey[], inputs: Pair): readonly ProjectedColumn[] {
  const schema = new Schema(joinedFields(type, inputs))
  return hiddenSides(type).flatMap((side) =>
    keys.map(({ name, left, right }) => {
      const at = side === 0 ? left : inputs[0].length + right
      const { type: of, nullable } = schema.fields[at] as Field
      return inputColumn(schema, at, { name: hiddenName(side, name), type: of, nullable })
    }),
  )
}

function coalesced(schema: Schema, left: number, right: number, binder: Binder): ProjectedColumn {
  const fields = [schema.fields[left] as Field, schema.fields[right] as Field] as const
  const value = overTwo({ kind: 'call', name: 'coalesce', args: twoColumns }, fields, [left, right], binder)
  return { field: { name: fields[0].name, type: value.type, nullable: value.nullable }, value }
}
