/** What frames have to group their rows, and to watch them as they pass. */
import { MillraceError } from '../errors.ts'
import type { Binder } from '../expressions/binder/binder.ts'
import { literalOf } from '../expressions/build.ts'
import type { Column } from '../expressions/column.ts'
import type { Expression } from '../expressions/expression.ts'
import { expressionText } from '../expressions/expression-text.ts'
import { pivotSteps } from '../plan/aggregate/pivot.ts'
import type { NodeOptions } from '../plan/nodes.ts'
import { Observation } from '../plan/observation.ts'
import type { Field, SqlValue } from '../types/data-type.ts'
import type { AsShape, Project } from '../types/typed/shape-of-results.ts'
import type { Dynamic, Name, Shape, Type } from '../types/typed/type-tags.ts'
import type { DataFrame } from './data-frame.ts'
import { type Item, itemExpression, itemsOf, nameExpression } from './frame-arguments.ts'
import { FrameRows } from './frame-rows.ts'
import { GroupedData, type GroupedFrame, type Grouping, setPositions } from './grouped-data.ts'
import { unpivoted } from './unpivot-columns.ts'

export abstract class FrameGroups<S extends Shape> extends FrameRows<S> {
  /**
   * Groups the rows by columns, names or expressions, windows among them: `groupBy(window('time', '1 minute'), 'host')`;
   * without any, all rows are one group.
   */
  groupBy<const I extends readonly Item<S>[]>(...keys: I): GroupedData<S, AsShape<Project<S, I>>> {
    return this.#grouped(keys, 'groupBy')
  }

  /** The same as `groupBy`. */
  groupby<const I extends readonly Item<S>[]>(...keys: I): GroupedData<S, AsShape<Project<S, I>>> {
    return this.groupBy(...keys)
  }

  /** Groups by all the keys, by all but the last, and so on down to none; keys that are left out are null. */
  rollup<const I extends readonly Item<S>[]>(...keys: I): GroupedData<S, AsShape<Project<S, I>>> {
    return this.#grouped(keys, 'rollup')
  }

  /** Groups by every choice of the keys; keys that are left out are null. */
  cube<const I extends readonly Item<S>[]>(...keys: I): GroupedData<S, AsShape<Project<S, I>>> {
    return this.#grouped(keys, 'cube')
  }

  /** Groups by each of the sets, whose columns are among the keys; keys that are left out are null. */
  groupingSets<const I extends readonly Item<S>[]>(
    sets: readonly (readonly Item<S>[])[],
    ...keys: I
  ): GroupedData<S, AsShape<Project<S, I>>> {
    return this.#grouped(keys, { sets: setPositions(sets, keys) })
  }

  #grouped<K extends Shape>(keys: readonly (string | Column)[], grouping: Grouping): GroupedData<S, K> {
    const frame = {
      columns: this.planSchema,
      aggregate: (options: NodeOptions['aggregate']) => this.grown('aggregate', options),
      pivoted: (...[keys, pivot, aggregates]: Parameters<GroupedFrame['pivoted']>): never => {
        const steps = pivotSteps(keys, pivot, aggregates, this.planSchema, this.context.planner)
        let frame: FrameGroups<Dynamic> = this
        for (const options of steps.slice(0, -1)) frame = frame.grown('aggregate', options)
        return frame.grown('aggregate', steps.at(-1) as NodeOptions['aggregate'])
      },
      pivotValues: (column: Expression) => this.#pivotValues(column),
    }
    return new GroupedData<S, K>(frame, keys.map(itemExpression), grouping)
  }

  /** @throws _LEGACY_ERROR_TEMP_3063 on a stream, _LEGACY_ERROR_TEMP_1324 for too many values */
  #pivotValues(column: Expression): Promise<readonly Expression[]> {
    if (this.isStreaming) {
      throw new MillraceError('_LEGACY_ERROR_TEMP_3063', 'pivot is not supported on a streaming DataFrames/Datasets')
    }
    const value: Expression = { kind: 'column', path: ['value'] }
    const all: FrameGroups<Dynamic> = this.grown('project', {
      columns: [{ kind: 'alias', input: column, names: ['value'] }],
    })
    const distinct: FrameGroups<Dynamic> = all
      .distinct()
      .grown('sort', { orders: [{ kind: 'sort', input: value, ascending: true, nullsFirst: true }], global: true })
    const most = Number(this.context.conf.get('spark.sql.pivotMaxValues'))
    const [field] = distinct.planSchema.fields
    return distinct.values(most + 1).then((rows) => {
      if (rows.length > most) throw tooManyValues(column, most)
      return rows.map(([one]) => literalOf(one as SqlValue, (field as Field).type))
    })
  }

  /**
   * A row for each of several columns: the columns that stay, the name of a column, its value.
   *
   * @param ids columns that stay
   * @param values columns that become rows, all others unless given; of one type, or of types that have one in common
   * @throws UNPIVOT_REQUIRES_VALUE_COLUMNS, UNPIVOT_VALUE_DATA_TYPE_MISMATCH
   */
  unpivot(
    ids: Item<S> | readonly Item<S>[],
    values: Item<S> | readonly Item<S>[] | null | undefined,
    variableColumnName: string,
    valueColumnName: string,
  ): DataFrame<Dynamic> {
    const kept = itemsOf(ids).map(itemExpression)
    const turned = values == null ? this.#namesBut(kept) : itemsOf(values).map(itemExpression)
    return this.grown('project', {
      columns: [...kept, unpivoted(turned, variableColumnName, valueColumnName, this.planSchema, this.#binder)],
    })
  }

  /** The same as `unpivot`. */
  melt(
    ids: Item<S> | readonly Item<S>[],
    values: Item<S> | readonly Item<S>[] | null | undefined,
    variableColumnName: string,
    valueColumnName: string,
  ): DataFrame<Dynamic> {
    return this.unpivot(ids, values, variableColumnName, valueColumnName)
  }

  get #binder(): Binder {
    return this.context.planner.binder
  }

  /** The columns that are not among these. */
  #namesBut(kept: readonly Expression[]): readonly Expression[] {
    const names = new Set(this.#binder.bindColumns(kept, this.planSchema).map(({ field }) => field.name.toLowerCase()))
    return this.planSchema.names.filter((name) => !names.has(name.toLowerCase())).map(nameExpression)
  }

  /** Aggregates of all rows: `groupBy().agg(…)`. */
  agg<const A extends readonly [Column<Type, Name<S>>, ...Column<Type, Name<S>>[]]>(
    ...aggregates: A
  ): DataFrame<Project<S, A>>
  agg(functions: { readonly [column: string]: string }): DataFrame<Dynamic>
  agg(...given: readonly (Column | { readonly [column: string]: string })[]): unknown {
    const all: { agg(...columns: typeof given): unknown } = this.#grouped([], 'groupBy')
    return all.agg(...given)
  }

  /**
   * Aggregates over the rows that pass: of a stream in the progress of each batch, under the name; of a static frame in
   * the observation, once an action has run.
   */
  observe(
    observation: string | Observation,
    ...metrics: readonly [Column<Type, Name<S>>, ...Column<Type, Name<S>>[]]
  ): this {
    const isObject = observation instanceof Observation
    return this.grown('collectMetrics', {
      name: isObject ? observation.name : observation,
      observation: isObject ? observation.use() : undefined,
      metrics: metrics.map(itemExpression),
    })
  }
}

/** Spark: spark.sql.pivotMaxValues */
function tooManyValues(column: Expression, most: number): MillraceError {
  const text = expressionText(column)
  return new MillraceError(
    '_LEGACY_ERROR_TEMP_1324',
    `The pivot column ${text} has more than ${most} distinct values, this could indicate an error. If this was intended, set spark.sql.pivotMaxValues to at least the number of distinct values of the pivot column.`,
    { parameters: { pivotColumn: text, maxValues: `${most}` } },
  )
}
