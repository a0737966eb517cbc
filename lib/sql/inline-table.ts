/** `VALUES (1, 'a'), (2, NULL)` as a relation: constants, evaluated when the query is planned, as in Spark. */
import { MillraceError } from '../errors.ts'
import { boundText } from '../expressions/bound-text.ts'
import { operation } from '../expressions/build.ts'
import type { Evaluation } from '../expressions/evaluation.ts'
import type { Expression } from '../expressions/expression.ts'
import { isFoldable } from '../expressions/foldable.ts'
import { interpreter } from '../expressions/interpret.ts'
import { makeNode } from '../plan/node.ts'
import type { Node } from '../plan/nodes.ts'
import type { Planner } from '../plan/planner.ts'
import type { DataType, Field, SqlValue } from '../types/data-type.ts'
import { Schema } from '../types/schema.ts'

/** What constants are computed with. */
export interface ConstantContext {
  readonly planner: Planner
  readonly evaluation: Evaluation
}

const nothing = new Schema([])

/**
 * The relation. A column has the common type of its values and is nullable when one of them may be null.
 *
 * @param names of the columns; col1, col2, … without
 * @throws INVALID_INLINE_TABLE.*
 */
export function inlineTable(
  rows: readonly (readonly Expression[])[],
  names: readonly string[] | undefined,
  context: ConstantContext,
): Node<'localRelation'> {
  const width = names?.length ?? rows[0]?.length ?? 0
  rows.forEach((row, at) => {
    if (row.length === width) return
    throw invalid(
      'NUM_COLUMNS_MISMATCH',
      `Inline table expected ${width} columns but found ${row.length} columns in row ${at}.`,
    )
  })
  const columns = Array.from({ length: width }, (_, at) =>
    column(
      names?.[at] ?? `col${at + 1}`,
      rows.map((row) => row[at] as Expression),
      context,
    ),
  )
  return makeNode('localRelation', {
    fields: columns.map((one) => one.field),
    rows: rows.map((_, at) => columns.map((one) => one.values[at] as SqlValue)),
  })
}

interface InlineColumn {
  readonly field: Field
  readonly values: readonly SqlValue[]
}

/** The values of a column are the elements of an array: it knows their common type. */
function column(name: string, expressions: readonly Expression[], context: ConstantContext): InlineColumn {
  const { binder, functions } = context.planner
  const bounds = expressions.map((expression) => {
    const bound = binder.bind(expression, nothing)
    if (isFoldable(bound, functions)) return bound
    const text = boundText(bound)
    throw invalid(
      'CANNOT_EVALUATE_EXPRESSION_IN_INLINE_TABLE',
      `Cannot evaluate the expression "${text}" in inline table definition.`,
    )
  })
  const array = typesMix(bounds.map(({ type }) => type)) ? undefined : bindArray(expressions, context)
  if (array?.type.kind !== 'array') {
    throw invalid(
      'INCOMPATIBLE_TYPES_IN_INLINE_TABLE',
      `Found incompatible types in the column \`${name}\` for inline table.`,
    )
  }
  const evaluate = interpreter(array, { functions, evaluation: context.evaluation })
  const values = evaluated(() => evaluate([]) as readonly SqlValue[], expressions, context)
  return { field: { name, type: array.type.element, nullable: bounds.some(({ nullable }) => nullable) }, values }
}

/** Texts stay apart from all else here, though elsewhere they would be cast. */
function typesMix(types: readonly DataType[]): boolean {
  const isText = (type: DataType) => type.kind === 'string'
  const known = types.filter((type) => type.kind !== 'null')
  return known.some(isText) && !known.every(isText)
}

function bindArray(expressions: readonly Expression[], { planner }: ConstantContext) {
  try {
    return planner.binder.bind(operation('array', ...expressions), nothing)
  } catch (error) {
    if (error instanceof MillraceError && error.condition.startsWith('DATATYPE_MISMATCH')) return undefined
    throw error
  }
}

function evaluated<T>(evaluate: () => T, expressions: readonly Expression[], { planner }: ConstantContext): T {
  try {
    return evaluate()
  } catch (cause) {
    const texts = expressions.map((one) => boundText(planner.binder.bind(one, nothing))).join(', ')
    throw new MillraceError(
      'INVALID_INLINE_TABLE.FAILED_SQL_EXPRESSION_EVALUATION',
      `Invalid inline table. Failed to evaluate the SQL expression "${texts}". Please check your syntax and ensure all ` +
        'required tables and columns are available.',
      { sqlState: '42000', cause },
    )
  }
}

function invalid(condition: string, message: string): MillraceError {
  return new MillraceError(`INVALID_INLINE_TABLE.${condition}`, `Invalid inline table. ${message}`, {
    sqlState: '42000',
  })
}
