/** Rows of a frame by key, for functions of the program: what `groupByKey` gives. */
import { MillraceError } from '../errors.ts'
import { call, intLiteral } from '../expressions/build.ts'
import type { Expression } from '../expressions/expression.ts'
import type { Node, NodeOptions, OperatorName } from '../plan/nodes.ts'
import type { GroupKey } from '../plan/user-state/group-keys.ts'
import {
  type FlatMapGroupsOptions,
  type GroupOptions,
  type GroupStateOptions,
  groupsWithStateNode,
  mapGroupsNode,
} from '../plan/user-state/group-nodes.ts'
import type { GroupState } from '../plan/user-state/group-state.ts'
import { type TransformOptions, transformNode } from '../plan/user-state/transform-node.ts'
import { valueShape } from '../plan/user-state/value-shape.ts'
import { functionOfValues, processorOfValues, ValuesOfRows } from '../plan/user-state/values-of-rows.ts'
import type { ProcessorSource } from '../plan/user-state/variables/stateful-processor.ts'
import type { Field } from '../types/data-type.ts'
import { StructSchema } from '../types/typed/struct.ts'
import type { Dynamic, LongT, RowOf, Shape, Type } from '../types/typed/type-tags.ts'
import type { GivenOfSchema, SchemaOfValues, ShapeOfSchema, ValueOfSchema } from '../types/typed/value-schema.ts'
import { field, structType } from '../types/types.ts'
import type { AnyFrame, DataFrame } from './data-frame.ts'
import { type Item, itemsOf, orderExpression } from './frame-arguments.ts'

/** What the groups ask of the frame they are made of. */
export interface KeyedFrame {
  /** The frame; with a key that a function makes, its columns stand behind the rows'. */
  readonly frame: AnyFrame
  /** Columns that functions see. */
  readonly rows: readonly Field[]
  readonly keys: readonly Field[]
  /** `spark.sql.streaming.flatMapGroupsWithState.skipEmittingInitialStateKeys` */
  readonly skipInitial: boolean
  grown<K extends OperatorName>(op: K, options: NodeOptions[K], ...right: readonly AnyFrame[]): never
  /** The frame with its rows in order, batch by batch where it streams. */
  sorted(orders: readonly Expression[]): Pick<KeyedFrame, 'grown'>
  /** The key's columns alone, a row for each row. */
  keyColumns(): KeyColumns
}

/** A frame of a key's columns, as the groups use it. */
export interface KeyColumns {
  readonly columns: readonly Expression[]
  grown<K extends OperatorName>(op: K, options: NodeOptions[K]): never
}

type Awaitable<V> = V | Promise<V>
type ManyOf<X> = Awaitable<Iterable<GivenOfSchema<X>>> | AsyncIterable<GivenOfSchema<X>>

/**
 * Groups of rows by key.
 *
 * `K` is the key as functions see it, `S` are the columns of the rows, `V` is what functions see of a row. Functions may be asynchronous: then at most
 * `concurrency` groups are under way at a time, and results keep the order of the groups. A group's rows are made when
 * the function comes to them.
 */
export class KeyValueGroupedData<K = unknown, S extends Shape = Dynamic, V = RowOf<S>> {
  readonly #of: KeyedFrame
  readonly #key: GroupKey
  readonly #values: ValuesOfRows | undefined

  constructor(of: KeyedFrame, key: GroupKey, values?: ValuesOfRows) {
    this.#of = of
    this.#key = key
    this.#values = values
  }

  /** The plan of the frame with its key. */
  get node(): Node {
    return this.#of.frame.node
  }

  /**
   * The same groups, of values that a function makes of the rows. Event times stay those of the rows.
   *
   * @param schema of the values: columns as DDL or `struct({…})`, or one type for plain values
   * @throws MILLRACE_ASYNC_FUNCTION for a promise, once a function of the groups comes to it
   */
  mapValues<const X extends SchemaOfValues>(
    body: (value: V) => GivenOfSchema<X>,
    schema: X,
  ): KeyValueGroupedData<K, S, ValueOfSchema<X>> {
    return new KeyValueGroupedData(this.#of, this.#key, new ValuesOfRows(body, valueShape(schema), this.#values))
  }

  /** The different keys. It is an aggregation, as in Spark: a stream of them is in update or complete mode. */
  keys(): DataFrame<Dynamic> {
    const { columns, grown } = this.#of.keyColumns()
    return grown('aggregate', { grouping: columns, sets: undefined, outputs: columns })
  }

  /** How many rows each key has: columns `key` and `count(1)`. */
  count(): DataFrame<Dynamic & { readonly 'count(1)': LongT }> {
    const keys = this.#of.keyColumns()
    const [first] = keys.columns
    const input = this.#key.flat && first ? first : call('struct', ...keys.columns)
    const outputs: Expression[] = [{ kind: 'alias', input, names: ['key'] }, call('count', intLiteral(1))]
    return keys.grown('aggregate', { grouping: keys.columns, sets: undefined, outputs })
  }

  /**
   * A row for each group.
   *
   * @param output columns of the rows the function gives, or one type for plain values
   */
  mapGroups<const O extends SchemaOfValues>(
    body: (key: K, rows: Iterable<V>) => Awaitable<GivenOfSchema<O>>,
    output: O,
    options?: GroupOptions,
  ): DataFrame<AsShape<ShapeOfSchema<O>>> {
    return this.#of.grown('mapGroups', mapGroupsNode('map', [this.#key], this.#over(body), output, options))
  }

  /** Any number of rows for each group, from a list or a generator; see `mapGroups`. */
  flatMapGroups<const O extends SchemaOfValues>(
    body: (key: K, rows: Iterable<V>) => ManyOf<O>,
    output: O,
    options?: GroupOptions,
  ): DataFrame<AsShape<ShapeOfSchema<O>>> {
    return this.#of.grown('mapGroups', mapGroupsNode('flatMap', [this.#key], this.#over(body), output, options))
  }

  /**
   * As `flatMapGroups`, the rows of each group in order: by columns of the frame, ascending, or `col('a').desc()`. On a
   * stream these are the rows of a batch.
   *
   * @throws DATATYPE_MISMATCH.INVALID_ORDERING_TYPE, UNSUPPORTED_EXPR_FOR_OPERATOR
   */
  flatMapSortedGroups<const O extends SchemaOfValues>(
    orders: Item<S> | readonly Item<S>[],
    body: (key: K, rows: Iterable<V>) => ManyOf<O>,
    output: O,
    options?: GroupOptions,
  ): DataFrame<AsShape<ShapeOfSchema<O>>> {
    const node = mapGroupsNode('flatMap', [this.#key], this.#over(body), output, options)
    return this.#of.sorted(itemsOf(orders).map(orderExpression)).grown('mapGroups', node)
  }

  /**
   * The rows of each group made one, two at a time: columns `key` and `value`. On a stream the value is kept from batch to
   * batch, in update mode.
   */
  reduceGroups(body: (left: V, right: V) => V): DataFrame<Dynamic> {
    const { rows, keys, frame } = this.#of
    const [first] = keys
    const key = this.#key.flat && first ? first.type : structType(keys)
    const { fields, flat } = this.#values?.shape ?? { fields: rows, flat: false }
    const [plain] = fields
    const value = flat && plain ? plain.type : structType(fields)
    const output = new StructSchema([field('key', key), field('value', value)])
    if (!frame.isStreaming) {
      const reduce = (of: K, all: Iterable<V>) => ({ key: of, value: [...all].reduce((a, b) => body(a, b)) })
      return this.#of.grown('mapGroups', mapGroupsNode('map', [this.#key], this.#over(reduce), output))
    }
    const reduce = (of: K, all: Iterable<V>, state: GroupState<V>) => {
      const kept = state.exists ? [state.get()] : []
      const reduced = [...kept, ...all].reduce((a, b) => body(a, b))
      state.update(reduced as NonNullable<V>)
      return { key: of, value: reduced }
    }
    const options = { output, state: flat ? value : new StructSchema(fields) }
    return this.#of.grown('groupsWithState', groupsWithStateNode('map', [this.#key], this.#over(reduce), options))
  }

  /** Any number of rows for the groups of both that have the same key; one of them may be empty. Of static frames. */
  cogroup<T extends Shape, const O extends SchemaOfValues, W = RowOf<T>>(
    other: KeyValueGroupedData<K, T, W>,
    body: (key: K, left: Iterable<V>, right: Iterable<W>) => ManyOf<O>,
    output: O,
    options?: GroupOptions,
  ): DataFrame<AsShape<ShapeOfSchema<O>>> {
    const keys = [this.#key, other.#key]
    const over = functionOfValues(body, this.#values, other.#values)
    return this.#of.grown('coGroup', mapGroupsNode('flatMap', keys, over, output, options), other.#of.frame)
  }

  /**
   * A row for each group of a batch, with state that is kept from batch to batch, and perhaps a timeout; query and
   * function are in update mode. Groups that have timed out are called without rows.
   *
   * @param options.initialState states by the same key, read in the first batch; groups that are only there are called
   *   without rows
   */
  mapGroupsWithState<const O extends SchemaOfValues, const T extends SchemaOfValues>(
    body: (key: K, rows: Iterable<V>, state: GroupState<ValueOfSchema<T>>) => Awaitable<GivenOfSchema<O>>,
    options: GroupStateOptions<O, T> & InitialState<K>,
  ): DataFrame<AsShape<ShapeOfSchema<O>>> {
    return this.#withState('map', body, options)
  }

  /** Any number of rows for each group, in append or update mode; see `mapGroupsWithState`. */
  flatMapGroupsWithState<const O extends SchemaOfValues, const T extends SchemaOfValues>(
    body: (key: K, rows: Iterable<V>, state: GroupState<ValueOfSchema<T>>) => ManyOf<O>,
    options: FlatMapGroupsOptions<O, T> & InitialState<K>,
  ): DataFrame<AsShape<ShapeOfSchema<O>>> {
    return this.#withState('flatMap', body, options)
  }

  /**
   * Rows for the groups of a batch, by a processor with state variables (values, lists, maps), timers and times to live.
   *
   * @param processor a class, or an object of its own
   * @param options.initialState rows by the same key, which `handleInitialState` takes in the first batch
   */
  transformWithState<const O extends SchemaOfValues>(
    processor: ProcessorSource<K, V, GivenOfSchema<O>, never>,
    options: TransformOptions<O> & InitialState<K>,
  ): DataFrame<AsShape<ShapeOfSchema<O>>> {
    const { initialState } = options
    const keys = initialState ? [this.#key, initialState.#key] : [this.#key]
    const initial = initialState ? initialState.#values : undefined
    const over = this.#values || initial ? processorOfValues(this.#values, initial) : undefined
    const node = transformNode(keys, processor as ProcessorSource<never, never, unknown, never>, options, over)
    if (!initialState) return this.#of.grown('transformWithState', node)
    return this.#of.grown('transformWithInitialState', node, initialState.#of.frame)
  }

  private get seesValues(): boolean {
    return this.#values !== undefined
  }

  #over(body: (...args: never[]) => unknown): (...args: never[]) => unknown {
    return functionOfValues(body, this.#values)
  }

  #withState(
    kind: 'map' | 'flatMap',
    body: (...args: never[]) => unknown,
    options: FlatMapGroupsOptions & InitialState<K>,
  ): never {
    const { initialState } = options
    if (initialState?.seesValues) throw mappedInitialState()
    const keys = initialState ? [this.#key, initialState.#key] : [this.#key]
    const node = groupsWithStateNode(kind, keys, this.#over(body), options, this.#of.skipInitial)
    if (!initialState) return this.#of.grown('groupsWithState', node)
    return this.#of.grown('groupsWithInitialState', node, initialState.#of.frame)
  }
}

export interface InitialState<K> {
  readonly initialState?: KeyValueGroupedData<K, Dynamic, unknown>
}

/** States are read of columns by their names. */
function mappedInitialState(): MillraceError {
  return new MillraceError(
    'MILLRACE_INITIAL_STATE',
    'An initial state of (flat)mapGroupsWithState is read of the columns of its frame; make them by select or map before groupByKey, not by mapValues',
  )
}

type AsShape<S> = S extends { readonly [name: string]: Type } ? S : Dynamic
