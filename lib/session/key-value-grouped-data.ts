/** Rows of a frame by key, for functions of the program: what `groupByKey` gives. */
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
import type { ProcessorSource } from '../plan/user-state/variables/stateful-processor.ts'
import type { Field } from '../types/data-type.ts'
import { StructSchema } from '../types/typed/struct.ts'
import type { Dynamic, LongT, RowOf, Shape, Type } from '../types/typed/type-tags.ts'
import type { GivenOfSchema, SchemaOfValues, ShapeOfSchema, ValueOfSchema } from '../types/typed/value-schema.ts'
import { field, structType } from '../types/types.ts'
import type { AnyFrame, DataFrame } from './data-frame.ts'

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
 * `K` is the key as functions see it, `S` are the columns of the rows. Functions may be asynchronous: then at most
 * `concurrency` groups are under way at a time, and results keep the order of the groups. A group's rows are made when
 * the function comes to them.
 */
export class KeyValueGroupedData<K = unknown, S extends Shape = Dynamic> {
  readonly #of: KeyedFrame
  readonly #key: GroupKey

  constructor(of: KeyedFrame, key: GroupKey) {
    this.#of = of
    this.#key = key
  }

  /** The plan of the frame with its key. */
  get node(): Node {
    return this.#of.frame.node
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
    body: (key: K, rows: Iterable<RowOf<S>>) => Awaitable<GivenOfSchema<O>>,
    output: O,
    options?: GroupOptions,
  ): DataFrame<AsShape<ShapeOfSchema<O>>> {
    return this.#of.grown('mapGroups', mapGroupsNode('map', [this.#key], body, output, options))
  }

  /** Any number of rows for each group, from a list or a generator; see `mapGroups`. */
  flatMapGroups<const O extends SchemaOfValues>(
    body: (key: K, rows: Iterable<RowOf<S>>) => ManyOf<O>,
    output: O,
    options?: GroupOptions,
  ): DataFrame<AsShape<ShapeOfSchema<O>>> {
    return this.#of.grown('mapGroups', mapGroupsNode('flatMap', [this.#key], body, output, options))
  }

  /**
   * The rows of each group made one, two at a time: columns `key` and `value`. On a stream the value is kept from batch to
   * batch, in update mode.
   */
  reduceGroups(body: (left: RowOf<S>, right: RowOf<S>) => RowOf<S>): DataFrame<Dynamic> {
    const { rows, keys, frame } = this.#of
    const [first] = keys
    const key = this.#key.flat && first ? first.type : structType(keys)
    const output = new StructSchema([field('key', key), field('value', structType(rows))])
    if (!frame.isStreaming) {
      const reduce = (of: K, all: Iterable<RowOf<S>>) => ({ key: of, value: [...all].reduce((a, b) => body(a, b)) })
      return this.#of.grown('mapGroups', mapGroupsNode('map', [this.#key], reduce, output))
    }
    const reduce = (of: K, all: Iterable<RowOf<S>>, state: GroupState<RowOf<S>>) => {
      const kept = state.exists ? [state.get()] : []
      const value = [...kept, ...all].reduce((a, b) => body(a, b))
      state.update(value as NonNullable<RowOf<S>>)
      return { key: of, value }
    }
    const options = { output, state: new StructSchema(rows) }
    return this.#of.grown('groupsWithState', groupsWithStateNode('map', [this.#key], reduce, options))
  }

  /** Any number of rows for the groups of both that have the same key; one of them may be empty. Of static frames. */
  cogroup<T extends Shape, const O extends SchemaOfValues>(
    other: KeyValueGroupedData<K, T>,
    body: (key: K, left: Iterable<RowOf<S>>, right: Iterable<RowOf<T>>) => ManyOf<O>,
    output: O,
    options?: GroupOptions,
  ): DataFrame<AsShape<ShapeOfSchema<O>>> {
    const keys = [this.#key, other.#key]
    return this.#of.grown('coGroup', mapGroupsNode('flatMap', keys, body, output, options), other.#of.frame)
  }

  /**
   * A row for each group of a batch, with state that is kept from batch to batch, and perhaps a timeout; query and
   * function are in update mode. Groups that have timed out are called without rows.
   *
   * @param options.initialState states by the same key, read in the first batch; groups that are only there are called
   *   without rows
   */
  mapGroupsWithState<const O extends SchemaOfValues, const T extends SchemaOfValues>(
    body: (key: K, rows: Iterable<RowOf<S>>, state: GroupState<ValueOfSchema<T>>) => Awaitable<GivenOfSchema<O>>,
    options: GroupStateOptions<O, T> & InitialState<K>,
  ): DataFrame<AsShape<ShapeOfSchema<O>>> {
    return this.#withState('map', body, options)
  }

  /** Any number of rows for each group, in append or update mode; see `mapGroupsWithState`. */
  flatMapGroupsWithState<const O extends SchemaOfValues, const T extends SchemaOfValues>(
    body: (key: K, rows: Iterable<RowOf<S>>, state: GroupState<ValueOfSchema<T>>) => ManyOf<O>,
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
    processor: ProcessorSource<K, RowOf<S>, GivenOfSchema<O>, never>,
    options: TransformOptions<O> & InitialState<K>,
  ): DataFrame<AsShape<ShapeOfSchema<O>>> {
    const { initialState } = options
    const keys = initialState ? [this.#key, initialState.#key] : [this.#key]
    const node = transformNode(keys, processor as ProcessorSource<never, never, unknown, never>, options)
    if (!initialState) return this.#of.grown('transformWithState', node)
    return this.#of.grown('transformWithInitialState', node, initialState.#of.frame)
  }

  #withState(
    kind: 'map' | 'flatMap',
    body: (...args: never[]) => unknown,
    options: FlatMapGroupsOptions & InitialState<K>,
  ): never {
    const { initialState } = options
    const keys = initialState ? [this.#key, initialState.#key] : [this.#key]
    const node = groupsWithStateNode(kind, keys, body, options, this.#of.skipInitial)
    if (!initialState) return this.#of.grown('groupsWithState', node)
    return this.#of.grown('groupsWithInitialState', node, initialState.#of.frame)
  }
}

export interface InitialState<K> {
  readonly initialState?: KeyValueGroupedData<K, Dynamic>
}

type AsShape<S> = S extends { readonly [name: string]: Type } ? S : Dynamic
