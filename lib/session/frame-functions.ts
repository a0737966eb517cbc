/** What frames have to put their rows through functions of the program. Rows are objects here: expressions are faster. */
import { Column } from '../expressions/column.ts'
import { keyFunctionOptions, mapRowsOptions, type RowFunctionOptions } from '../plan/row-functions.ts'
import type { GroupKey } from '../plan/user-state/group-keys.ts'
import { type ValueSchema, valueShape } from '../plan/user-state/value-shape.ts'
import type { Field } from '../types/data-type.ts'
import type { DdlShape } from '../types/typed/ddl-shape.ts'
import type { StructSchema } from '../types/typed/struct.ts'
import type { Dynamic, Name, RowOf, Shape } from '../types/typed/type-tags.ts'
import type { GivenOfSchema, SchemaOfValues, ValueOfSchema } from '../types/typed/value-schema.ts'
import type { DataFrame } from './data-frame.ts'
import { itemExpression } from './frame-arguments.ts'
import { FrameStatistics } from './frame-statistics.ts'
import { type KeyColumns, type KeyedFrame, KeyValueGroupedData } from './key-value-grouped-data.ts'

export abstract class FrameFunctions<S extends Shape> extends FrameStatistics<S> {
  /**
   * A row for each row, by a function of the program. Rows are objects here: expressions are faster.
   *
   * @param schema of the rows it gives, as DDL or `struct({…})`
   * @param options.concurrency of an async function: calls at the same time (16); the order of the rows stays
   */
  map<T extends Shape>(
    body: (row: RowOf<S>) => MaybeAsync<GivenRow<T>>,
    schema: StructSchema<T>,
    options?: RowFunctionOptions,
  ): DataFrame<T>
  map<const X extends string>(
    body: (row: RowOf<S>) => MaybeAsync<object>,
    schema: X,
    options?: RowFunctionOptions,
  ): DataFrame<DdlShape<X>>
  map(body: (row: never) => unknown, schema: string | StructSchema, options?: RowFunctionOptions): never {
    return this.grown('mapRows', mapRowsOptions('map', body, schema, options))
  }

  /** Any number of rows for each row; see `map`. */
  flatMap<T extends Shape>(
    body: (row: RowOf<S>) => MaybeAsync<Iterable<GivenRow<T>>>,
    schema: StructSchema<T>,
    options?: RowFunctionOptions,
  ): DataFrame<T>
  flatMap<const X extends string>(
    body: (row: RowOf<S>) => MaybeAsync<Iterable<object>>,
    schema: X,
    options?: RowFunctionOptions,
  ): DataFrame<DdlShape<X>>
  flatMap(body: (row: never) => unknown, schema: string | StructSchema, options?: RowFunctionOptions): never {
    return this.grown('mapRows', mapRowsOptions('flatMap', body, schema, options))
  }

  /** Rows for a chunk of rows, some thousand of them; see `map`. */
  mapPartitions<T extends Shape>(
    body: (rows: Iterable<RowOf<S>>) => MaybeAsync<Iterable<GivenRow<T>>>,
    schema: StructSchema<T>,
  ): DataFrame<T>
  mapPartitions<const X extends string>(
    body: (rows: Iterable<RowOf<S>>) => MaybeAsync<Iterable<object>>,
    schema: X,
  ): DataFrame<DdlShape<X>>
  mapPartitions(body: (row: never) => unknown, schema: string | StructSchema): never {
    return this.grown('mapRows', mapRowsOptions('mapPartitions', body, schema))
  }

  /** Spark's typed `filter(func)`: the rows for which a function of the program is true (`filter` takes columns). */
  filterRows(body: (row: RowOf<S>) => MaybeAsync<boolean>, options?: RowFunctionOptions): DataFrame<S> {
    return this.grown('mapRows', mapRowsOptions('filter', body, undefined, options))
  }

  /**
   * Rows by key, for functions of the program. The key is what a function makes of a row, or columns: of one column its
   * value, of several an object.
   *
   * @param schema of the keys that the function makes: columns as DDL or `struct({…})`, or one type for plain values
   */
  groupByKey<const X extends SchemaOfValues>(
    body: (row: RowOf<S>) => MaybeAsync<GivenOfSchema<X>>,
    schema: X,
    options?: RowFunctionOptions,
  ): KeyValueGroupedData<ValueOfSchema<X>, S>
  groupByKey<N extends Name<S>>(column: N): KeyValueGroupedData<RowOf<S>[N], S>
  groupByKey<const N extends NamesOf<S>>(...columns: N): KeyValueGroupedData<Pick<RowOf<S>, N[number]>, S>
  groupByKey(...columns: readonly (Name<S> | Column)[]): KeyValueGroupedData<Dynamic, S>
  groupByKey(
    first: string | Column | ((row: never) => unknown),
    ...rest: readonly (string | Column | SchemaOfValues | RowFunctionOptions | undefined)[]
  ): KeyValueGroupedData<never, S> {
    if (typeof first === 'function' && !(first instanceof Column)) {
      return this.#byFunction(first, rest[0] as ValueSchema, rest[1] as RowFunctionOptions | undefined)
    }
    const columns = [first, ...(rest as readonly (string | Column)[])].map((one) => itemExpression(one as string))
    const keys = this.context.planner.binder.bindColumns(columns, this.planSchema).map((one) => one.field)
    const keyColumns = (): KeyColumns => {
      const frame: FrameFunctions<Dynamic> = this.grown('project', { columns })
      return frame.asKeys()
    }
    return this.#keyed(this, keys, { columns, appended: 0, flat: rest.length === 0 }, keyColumns)
  }

  #byFunction(
    body: (row: never) => unknown,
    schema: ValueSchema,
    options?: RowFunctionOptions,
  ): KeyValueGroupedData<never, S> {
    const { fields, flat } = valueShape(schema, 'key')
    const key = (kind: 'map' | 'append', of: readonly Field[]) =>
      keyFunctionOptions(kind, body, { fields: of, flat }, options)
    const frame: FrameFunctions<Dynamic> = this.grown('mapRows', key('append', fields))
    const keyColumns = (): KeyColumns => {
      // A plain value's column by itself is called so in Spark.
      const alone = flat ? fields.map((one) => ({ ...one, name: 'value' })) : fields
      const keys: FrameFunctions<Dynamic> = this.grown('mapRows', key('map', alone))
      return keys.asKeys()
    }
    return this.#keyed(frame, fields, { columns: undefined, appended: fields.length, flat }, keyColumns)
  }

  #keyed(
    frame: FrameFunctions<Dynamic>,
    keys: readonly Field[],
    key: GroupKey,
    keyColumns: () => KeyColumns,
  ): KeyValueGroupedData<never, S> {
    const skip = this.context.conf.get(skipInitialKeys, 'false')
    const of: KeyedFrame = {
      frame: frame.framed(frame.node),
      rows: this.planSchema.fields,
      keys,
      skipInitial: skip.toLowerCase() === 'true',
      grown: (op, options, ...right) => frame.grown(op, options, ...right),
      sorted(orders) {
        const sorted: FrameFunctions<Dynamic> = frame.grown('sort', { orders, global: false, ofBatch: true })
        return { grown: (op, options, ...right) => sorted.grown(op, options, ...right) }
      },
      keyColumns,
    }
    return new KeyValueGroupedData(of, key)
  }

  /** This frame, of a key's columns alone. */
  private asKeys(): KeyColumns {
    return {
      columns: this.planSchema.names.map((name) => ({ kind: 'column', path: [name] })),
      grown: (op, options) => this.grown(op, options),
    }
  }
}

const skipInitialKeys = 'spark.sql.streaming.flatMapGroupsWithState.skipEmittingInitialStateKeys'

type NamesOf<S> = readonly [Name<S>, Name<S>, ...Name<S>[]]

type MaybeAsync<V> = V | Promise<V>
/** A row that a function gives: by column name, a column that is left out is null; or by position. */
type GivenRow<T extends Shape> = Partial<RowOf<T>> | readonly unknown[]
