/** A frame that is grouped: what `groupBy`, `rollup`, `cube` and `groupingSets` give. */
import { MillraceError } from '../errors.ts'
import { call, intLiteral } from '../expressions/build.ts'
import { Column } from '../expressions/column.ts'
import type { Expression } from '../expressions/expression.ts'
import { expressionText } from '../expressions/expression-text.ts'
import { cubeSets, rollupSets } from '../plan/aggregate/grouping-sets.ts'
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

  constructor(frame: GroupedFrame, keys: readonly Expression[], grouping: Grouping) {
    this.#frame = frame
    this.#keys = keys
    this.#sets = setsOf(grouping, keys.length)
  }

  #with(aggregates: readonly Expression[]): never {
    return this.#frame.aggregate({ grouping: this.#keys, sets: this.#sets, outputs: [...this.#keys, ...aggregates] })
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
