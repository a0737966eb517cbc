/** A frame that is grouped: what `groupBy`, `rollup`, `cube` and `groupingSets` give. */
import { MillraceError } from '../errors.ts'
import { call, intLiteral } from '../expressions/build.ts'
import { Column } from '../expressions/column.ts'
import { lit } from '../expressions/column-functions.ts'
import type { LiteralValue } from '../expressions/column-literal.ts'
import type { Expression } from '../expressions/expression.ts'
import { expressionText } from '../expressions/expression-text.ts'
import { cubeSets, rollupSets } from '../plan/aggregate/grouping-sets.ts'
import type { Pivot } from '../plan/aggregate/pivot.ts'
import type { NodeOptions } from '../plan/nodes.ts'
import type { Field } from '../types/data-type.ts'
import type { Schema } from '../types/schema.ts'
import type { AsShape, Merge, Project } from '../types/typed/shape-of-results.ts'
import type { Dynamic, LongT, Name, Shape, Type } from '../types/typed/type-tags.ts'
import { isNumeric } from '../types/types.ts'
import type { DataFrame } from './data-frame.ts'
import { itemExpression, nameExpression } from './frame-arguments.ts'

type Sets = NodeOptions['aggregate']['sets']

/** How keys make groups. */
export type Grouping = 'groupBy' | 'rollup' | 'cube' | { readonly sets: readonly (readonly number[])[] }

/** What a grouped frame asks of the frame it is made of. */
export interface GroupedFrame {
  readonly columns: Schema
  aggregate(options: NodeOptions['aggregate']): never
  pivoted(grouping: readonly Expression[], pivot: Pivot, aggregates: readonly Expression[]): never
  /** The different values of a column in order, as literals. @throws Spark's refusal of pivot on a stream */
  pivotValues(column: Expression): Promise<readonly Expression[]>
}

function setsOf(grouping: Grouping, keys: number): Sets {
  if (grouping === 'groupBy') return undefined
  if (grouping === 'rollup') return rollupSets(keys)
  return grouping === 'cube' ? cubeSets(keys) : grouping.sets
}

/** Where the columns of grouping sets stand among the keys. @throws MILLRACE_UNKNOWN_GROUPING_COLUMN */
export function setPositions(
  sets: readonly (readonly (string | Column)[])[],
  keys: readonly (string | Column)[],
): readonly (readonly number[])[] {
  const texts = keys.map((key) => expressionText(itemExpression(key)))
  return sets.map((set) =>
    set.map((one) => {
      const text = expressionText(itemExpression(one))
      const at = texts.indexOf(text)
      if (at >= 0) return at
      throw new MillraceError(
        'MILLRACE_UNKNOWN_GROUPING_COLUMN',
        `A grouping set may hold only the keys that are given after the sets: ${text} is not among (${texts.join(', ')})`,
      )
    }),
  )
}

/**
 * Groups of rows of a frame.
 *
 * `S` are the frame's columns, `K` those of the keys.
 */
export class GroupedData<S extends Shape = Dynamic, K extends Shape = Dynamic> {
  readonly #frame: GroupedFrame
  readonly #keys: readonly Expression[]
  readonly #sets: Sets
  readonly #pivot: Pivot | undefined

  constructor(frame: GroupedFrame, keys: readonly Expression[], grouping: Grouping, pivot?: Pivot) {
    this.#frame = frame
    this.#keys = keys
    this.#sets = setsOf(grouping, keys.length)
    this.#pivot = pivot
  }

  #with(aggregates: readonly Expression[]): never {
    if (this.#pivot) return this.#frame.pivoted(this.#keys, this.#pivot, aggregates)
    return this.#frame.aggregate({ grouping: this.#keys, sets: this.#sets, outputs: [...this.#keys, ...aggregates] })
  }

  /**
   * Groups whose aggregates are computed for each value of a column, a column for each: `2012_sum(earnings)`, or just
   * `2012` where there is one aggregate. Cells without rows are null.
   *
   * @param values the values to have columns for; without them they are looked up first, by a run over the frame, in order
   * @throws Spark's refusals: pivot on a stream (with values as two aggregations, which do not stand on each other), after
   *   rollup, cube or grouping sets, or a second time
   */
  pivot(column: Name<S> | Column<Type, Name<S>>, values: readonly (LiteralValue | Column)[]): GroupedData<S, Dynamic>
  pivot(column: Name<S> | Column<Type, Name<S>>): Promise<GroupedData<S, Dynamic>>
  pivot(given: string | Column, values?: readonly (LiteralValue | Column)[]): unknown {
    if (this.#pivot) {
      throw new MillraceError('REPEATED_CLAUSE', 'The PIVOT clause may be used at most once per SUBQUERY operation.', {
        sqlState: '42614',
        parameters: { clause: 'PIVOT', operation: 'SUBQUERY' },
      })
    }
    if (this.#sets) {
      throw new MillraceError(
        'UNSUPPORTED_FEATURE.PIVOT_AFTER_GROUP_BY',
        'The feature is not supported: PIVOT clause following a GROUP BY clause. Consider pushing the GROUP BY into a subquery.',
        { sqlState: '0A000' },
      )
    }
    const column = itemExpression(given)
    const pivoted = (literals: readonly Expression[]) =>
      new GroupedData(this.#frame, this.#keys, 'groupBy', { column, values: literals })
    return values
      ? pivoted(values.map((one) => (one instanceof Column ? one : lit(one)).expression))
      : this.#frame.pivotValues(column).then(pivoted)
  }

  /** The keys and these columns, of aggregates of the frame's columns: `agg(count('*').as('n'), max('bytes'))`. */
  agg<const A extends readonly [Column<Type, Name<S>>, ...Column<Type, Name<S>>[]]>(
    ...aggregates: A
  ): DataFrame<AsShape<Merge<K, Project<S, A>>>>
  /** Aggregate functions by column: `agg({ bytes: 'max', '*': 'count' })`. */
  agg(functions: { readonly [column: string]: string }): DataFrame<Dynamic>
  agg(...given: readonly (Column | { readonly [column: string]: string })[]): never {
    const aggregates = given.flatMap((one) => (one instanceof Column ? [one.expression] : functionCalls(one)))
    if (aggregates.length > 0) return this.#with(aggregates)
    throw new MillraceError('MILLRACE_EMPTY_AGGREGATION', 'agg() needs at least one column: agg(count("*"))')
  }

  /** How many rows each group has, as column `count`. */
  count(): DataFrame<AsShape<Merge<K, { count: LongT }>>> {
    return this.#with([{ kind: 'alias', input: call('count', intLiteral(1)), names: ['count'] }])
  }

  /** Sums of the named columns, or of all that are numbers. */
  sum(...columns: readonly Name<S>[]): DataFrame<Dynamic> {
    return this.#numeric('sum', columns)
  }

  /** Averages of the named columns, or of all that are numbers. */
  avg(...columns: readonly Name<S>[]): DataFrame<Dynamic> {
    return this.#numeric('avg', columns)
  }

  /** The same as `avg`. */
  mean(...columns: readonly Name<S>[]): DataFrame<Dynamic> {
    return this.avg(...columns)
  }

  /** The least values of the named columns, or of all that are numbers. */
  min(...columns: readonly Name<S>[]): DataFrame<Dynamic> {
    return this.#numeric('min', columns)
  }

  /** The greatest values of the named columns, or of all that are numbers. */
  max(...columns: readonly Name<S>[]): DataFrame<Dynamic> {
    return this.#numeric('max', columns)
  }

  /** Spark: RelationalGroupedDataset.aggregateNumericColumns; keys that are plain columns are left out. */
  #numeric(name: string, columns: readonly string[]): never {
    const { columns: schema } = this.#frame
    const keys = new Set(
      this.#keys.flatMap((one) => (one.kind === 'column' ? [schema.index(one.path.at(-1) as string)] : [])),
    )
    const all = schema.fields.flatMap((one, at) => (isNumeric(one.type) && !keys.has(at) ? [one.name] : []))
    const chosen = columns.length === 0 ? all : columns
    for (const one of chosen) {
      const at = schema.index(one)
      if (at !== undefined && !isNumeric((schema.fields[at] as Field).type)) throw notNumeric(one)
    }
    return this.#with(chosen.map((one) => call(name, nameExpression(one))))
  }
}

function functionCalls(functions: { readonly [column: string]: string }): readonly Expression[] {
  return Object.entries(functions).map(([column, name]) => functionOf(name.toLowerCase(), column))
}

/** Names that Spark takes besides those of functions (RelationalGroupedDataset.strToExpr). */
function functionOf(name: string, column: string): Expression {
  const all = column === '*' && (name === 'count' || name === 'size')
  const shown = name === 'average' || name === 'mean' ? 'avg' : name === 'size' ? 'count' : name
  return call(shown, all ? intLiteral(1) : nameExpression(column))
}

const notNumeric = (column: string): MillraceError =>
  new MillraceError(
    '_LEGACY_ERROR_TEMP_1323',
    `"${column}" is not a numeric column. Aggregation function can only be applied on a numeric column.`,
    { parameters: { colName: column } },
  )
