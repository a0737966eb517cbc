/** What frames have to put their rows through functions of the program. Rows are objects here: expressions are faster. */
import { mapRowsOptions, type RowFunctionOptions } from '../plan/row-functions.ts'
import type { DdlShape } from '../types/typed/ddl-shape.ts'
import type { StructSchema } from '../types/typed/struct.ts'
import type { RowOf, Shape } from '../types/typed/type-tags.ts'
import type { DataFrame } from './data-frame.ts'
import { FrameGroups } from './frame-groups.ts'

export abstract class FrameFunctions<S extends Shape> extends FrameGroups<S> {
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
}

type MaybeAsync<V> = V | Promise<V>
/** A row that a function gives: by column name, a column that is left out is null; or by position. */
type GivenRow<T extends Shape> = Partial<RowOf<T>> | readonly unknown[]
