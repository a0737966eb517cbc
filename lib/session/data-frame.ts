/** DataFrame: a plan that grows by one node per method, typed by its columns. Nothing runs before an action or start(). */

import { MillraceError } from '../errors.ts'
import { Column } from '../expressions/column.ts'
import type { Expression } from '../expressions/expression.ts'
import type { OperatorCall } from '../plan/define-operator.ts'
import { joinOptions } from '../plan/join/join-options.ts'
import { makeResolvedNode } from '../plan/missing-columns.ts'
import type { Node, NodeOptions, OperatorName } from '../plan/nodes.ts'
import { explainFrame } from '../plan/plan-query.ts'
import { watermarkDelay } from '../plan/watermark-delay.ts'
import type { Observable } from '../stream/rx.ts'
import { typeSimpleText } from '../types/ddl/type-sql.ts'
import type {
  AsShape,
  Drop,
  Joined,
  JoinHow,
  JoinResult,
  Merge,
  Project,
  Rename,
  Resolve,
  UsingResult,
  With,
} from '../types/typed/shape-of-results.ts'
import { StructSchema } from '../types/typed/struct.ts'
import type { Dynamic, Name, RowOf, Shape, Type } from '../types/typed/type-tags.ts'
import { DataStreamWriter, type ObservableOptions } from './data-stream-writer.ts'
import {
  type Cols,
  type ColumnArg,
  type ConditionType,
  columnsOf,
  conditionExpression,
  type Item,
  itemExpression,
  type JoinCondition,
  joinExpressions,
  nameExpression,
  valueExpression,
} from './frame-arguments.ts'
import { FrameFunctions } from './frame-functions.ts'
import { namedVariables } from './named-variables.ts'
import { NullHandling } from './null-handling.ts'
import type { Replaced, Replacing } from './replacements.ts'
import { sessionExpression } from './session-text.ts'

/** A frame of any columns, for parameters that take every frame. */
export type AnyFrame = DataFrame<Dynamic>

export class DataFrame<S extends Shape = Dynamic> extends FrameFunctions<S> {
  #with<K extends OperatorName>(op: K, options: NodeOptions[K], ...right: readonly AnyFrame[]): never {
    const inputs = [this.node, ...right.map((one) => one.node)]
    const named = namedVariables(op, options, this.context)
    return new DataFrame(makeResolvedNode(op, named, inputs, this.context.planner), this.context) as never
  }

  protected override grown<K extends OperatorName>(
    op: K,
    options: NodeOptions[K],
    ...right: readonly AnyFrame[]
  ): never {
    return this.#with(op, options, ...right)
  }

  protected override framed(node: Node): never {
    return new DataFrame(node, this.context) as never
  }

  /** Columns, by name or as expressions; `*` for all. */
  select<const I extends readonly Item<S>[]>(...items: I): DataFrame<Project<S, I>>
  select<const I extends readonly Item<S>[]>(all: '*', ...items: I): DataFrame<AsShape<Merge<S, Project<S, I>>>>
  select<const I extends readonly Column<Type, Name<S>>[]>(columns: (columns: Cols<S>) => I): DataFrame<Project<S, I>>
  select(...items: readonly (string | Column | ((columns: never) => readonly Column[]))[]): never {
    const columns = items.flatMap((item): readonly (string | Column)[] =>
      typeof item === 'function' ? item(columnsOf(this.planSchema)) : [item],
    )
    return this.#with('project', { columns: columns.map(itemExpression) })
  }

  /** Columns as SQL text: `selectExpr('host', 'bytes / 1024 AS kib')`. */
  selectExpr(...expressions: readonly string[]): DataFrame<Dynamic> {
    return this.#with('project', { columns: expressions.map((one) => sessionExpression(one, this.context)) })
  }

  /** Rows for which the condition is true: SQL text, a column, or a function of the frame's columns. */
  filter(condition: string | ColumnArg<S, ConditionType>): DataFrame<S> {
    return this.#with('filter', { condition: conditionExpression(condition, this.planSchema, this.context) })
  }

  /** The same as `filter`. */
  where(condition: string | ColumnArg<S, ConditionType>): DataFrame<S> {
    return this.filter(condition)
  }

  /** Adds a column, or replaces the one of this name. */
  withColumn<K extends string, D extends Type>(name: K, value: ColumnArg<S, D>): DataFrame<With<S, K, Resolve<S, D>>> {
    return this.#with('withColumns', { columns: [{ name, value: valueExpression(value, this.planSchema) }] })
  }

  /** Adds or replaces several columns, none of which sees the others. */
  withColumns<V extends { readonly [name: string]: ColumnArg<S, Type> }>(columns: V): DataFrame<WithAll<S, V>> {
    return this.#with('withColumns', {
      columns: Object.entries(columns).map(([name, value]) => ({
        name,
        value: valueExpression(value, this.planSchema),
      })),
    })
  }

  /** Renames a column; a name that is not there changes nothing. */
  withColumnRenamed<A extends Name<S>, B extends string>(from: A, to: B): DataFrame<Rename<S, A, B>> {
    return this.#with('withColumnsRenamed', { renames: [[from, to]] })
  }

  /** Renames several columns: old name → new name. */
  withColumnsRenamed<const R extends { readonly [P in Name<S>]?: string }>(
    renames: R,
  ): DataFrame<{ [P in keyof S as P extends keyof R ? (R[P] extends string ? R[P] : P) : P]: S[P] }> {
    return this.#with('withColumnsRenamed', { renames: Object.entries(renames) as [string, string][] })
  }

  /** Leaves columns out; names that are not there are ignored. */
  drop<const K extends readonly (Name<S> | Column<Type, Name<S>>)[]>(
    ...columns: K
  ): DataFrame<Drop<S, DroppedName<K[number]>>> {
    return this.#with('drop', { columns: columns.map((one) => dropped(one)) })
  }

  /** New names for all columns, in order; without names the frame itself. */
  toDF(): DataFrame<S>
  toDF(...names: readonly string[]): DataFrame<Dynamic>
  toDF(...names: readonly string[]): AnyFrame {
    return names.length === 0 ? this : this.#with('toDF', { names })
  }

  /** Names the frame, so that its columns may be called `alias.column`. */
  alias(alias: string): DataFrame<S> {
    return this.#with('subqueryAlias', { alias })
  }

  /** `as('a')` is `alias('a')`; `as(schema)` states the columns for the compiler and checks them now. */
  as(alias: string): DataFrame<S>
  as<T extends Shape>(schema: StructSchema<T>): DataFrame<T>
  as(given: string | StructSchema): AnyFrame {
    if (typeof given === 'string') return this.alias(given)
    requireColumns(this.schema, given)
    return this
  }

  /** `function(this)`, for chains. */
  transform<R>(change: (frame: DataFrame<S>) => R): R {
    return change(this)
  }

  /**
   * Puts an operator on top, ours or a registered one of the program's own: `df.apply(everyNth(3))`; one of two inputs
   * takes the other frame: `df.apply(nearest.of('1 second'), other)`.
   */
  apply(operator: OperatorCall, ...others: readonly AnyFrame[]): DataFrame<Dynamic> {
    return this.#with(operator.op as OperatorName, operator.options as never, ...others)
  }

  /** Rows of both, by position; duplicates stay. */
  union(other: AnyFrame): DataFrame<S> {
    return this.#with('union', { byName: false, allowMissingColumns: false }, other)
  }

  /** The same as `union`. */
  unionAll(other: AnyFrame): DataFrame<S> {
    return this.union(other)
  }

  /** Rows of both, columns matched by name. */
  unionByName(other: AnyFrame, allowMissingColumns = false): DataFrame<S> {
    return this.#with('union', { byName: true, allowMissingColumns }, other)
  }

  /**
   * Rows of both frames side by side.
   *
   * @param on the name of a column that both have, or several names: those columns come once; or a condition over both
   *   frames (several: all of them); left out, all pairs
   * @param how `inner`, `left`, `right`, `outer`, `left_semi`, `left_anti`, `cross`, or another of Spark's spellings
   * @throws AMBIGUOUS_REFERENCE for a name that both frames have: name the frames by `alias`
   */
  join<B extends Shape>(other: DataFrame<B>): DataFrame<Joined<S, B>>
  join<B extends Shape, const K extends Name<S> & Name<B>, const H extends JoinHow = 'inner'>(
    other: DataFrame<B>,
    on: K | readonly K[],
    how?: H,
  ): DataFrame<AsShape<UsingResult<S, B, K, H>>>
  join<B extends Shape, const H extends JoinHow = 'inner'>(
    other: DataFrame<B>,
    on: JoinCondition<S, B> | readonly JoinCondition<S, B>[] | undefined,
    how?: H,
  ): DataFrame<AsShape<JoinResult<S, B, H>>>
  join(
    other: AnyFrame,
    on?: string | Column | readonly (string | Column)[],
    how: string = 'inner',
  ): DataFrame<Dynamic> {
    return this.#with('join', joinOptions(joinExpressions(on), how), other)
  }

  /** All pairs of rows. */
  crossJoin<B extends Shape>(other: DataFrame<B>): DataFrame<Joined<S, B>> {
    return this.#with('join', joinOptions(undefined, 'cross'), other)
  }

  /**
   * Event time and how late rows may come: rows older than max(event time) − delay are late.
   *
   * @param column a top-level TIMESTAMP column
   * @param delay `10 seconds`, `1 hour`; a month counts 31 days
   */
  withWatermark(column: Name<S>, delay: string): DataFrame<S> {
    return this.#with('withWatermark', { column, delay: watermarkDelay(delay) })
  }

  /** The first `n` rows; on a stream, of the query's whole life. */
  limit(n: number): DataFrame<S> {
    return this.#with('limit', { n })
  }

  /** Nulls replaced by a value; see `na.fill`. */
  fillna(value: FillValue | { readonly [P in Name<S>]?: FillValue }, columns?: readonly Name<S>[]): DataFrame<S> {
    return this.na.fill(value, columns)
  }

  /** Rows with nulls left out; see `na.drop`. */
  dropna(
    how: 'any' | 'all' | { readonly how?: 'any' | 'all'; readonly thresh?: number } = 'any',
    columns?: readonly Name<S>[],
  ): DataFrame<S> {
    return this.na.drop(how, columns)
  }

  /** Values replaced by others; see `na.replace`. */
  replace(from: Replaced, to?: Replacing, columns?: readonly Name<S>[]): DataFrame<S> {
    return this.na.replace(from, to, columns)
  }

  /** What to do about nulls. */
  get na(): NullHandling<DataFrame<S>, Name<S>> {
    return new NullHandling(this.planSchema, {
      project: (columns) => this.#with('project', { columns }),
      filter: (condition) => this.#with('filter', { condition }),
    })
  }

  /** A column of this frame, of its type. */
  col<K extends Name<S>>(name: K): Column<S[K], K, K> {
    return new Column({ kind: 'column', path: [name], frame: this.node.id })
  }

  get schema(): StructSchema<S> {
    return new StructSchema<S>(this.planSchema.fields)
  }

  /** Names of the columns. */
  get columns(): Name<S>[] {
    return [...this.planSchema.names] as Name<S>[]
  }

  /** Names and types, the types as in Spark's catalog: `['bytes', 'bigint']`. */
  get dtypes(): [Name<S>, string][] {
    return this.planSchema.fields.map((one) => [one.name as Name<S>, typeSimpleText(one.type)])
  }

  /** Prints the columns as a tree. */
  printSchema(): void {
    this.context.surroundings.print(this.schema.treeString())
  }

  /** Prints the plan; `true` or `extended` shows the logical plans too. */
  explain(extended: boolean | 'simple' | 'extended' = false): void {
    this.context.surroundings.print(this.explainString(extended))
  }

  /** The text that `explain` prints. */
  explainString(extended: boolean | 'simple' | 'extended' = false): string {
    return explainFrame(this.node, this.context.planner, extended === true || extended === 'extended')
  }

  /** Makes the frame known to `session.table` and SQL for the session's life. @param name as SQL writes names */
  createOrReplaceTempView(name: string): void {
    this.context.catalog.setView(name, this.node, { replace: true, global: false })
  }

  /** As `createOrReplaceTempView`, but the name must be free. @throws TEMP_TABLE_OR_VIEW_ALREADY_EXISTS */
  createTempView(name: string): void {
    this.context.catalog.setView(name, this.node, { replace: false, global: false })
  }

  /** As `createTempView`, as `global_temp.name`, for all sessions made of each other by `newSession`. */
  createGlobalTempView(name: string): void {
    this.context.catalog.setView(name, this.node, { replace: false, global: true })
  }

  /** As `createGlobalTempView`; the name may be taken. */
  createOrReplaceGlobalTempView(name: string): void {
    this.context.catalog.setView(name, this.node, { replace: true, global: true })
  }

  /** The rows as an Observable, by a query that runs while it is subscribed to; see `writeStream.toObservable`. */
  toObservable(options?: ObservableOptions): Observable<RowOf<S>> {
    return this.writeStream.toObservable(options) as Observable<RowOf<S>>
  }

  /**
   * Where the stream goes.
   *
   * @throws WRITE_STREAM_NOT_ALLOWED on a static frame
   */
  get writeStream(): DataStreamWriter<DataFrame<S>> {
    if (!this.isStreaming) {
      throw new MillraceError(
        'WRITE_STREAM_NOT_ALLOWED',
        '`writeStream` can be called only on streaming Dataset/DataFrame.',
        {
          sqlState: '42601',
        },
      )
    }
    return new DataStreamWriter(this.node, this.context, (node) => new DataFrame<S>(node, this.context))
  }

  /** `DataFrame[host: string, bytes: bigint]` */
  override toString(): string {
    return `DataFrame[${this.dtypes.map(([name, type]) => `${name}: ${type}`).join(', ')}]`
  }

  get [Symbol.toStringTag](): string {
    return 'DataFrame'
  }
}

/** What `fillna` puts in the place of a null. */
export type FillValue = string | number | bigint | boolean

type WithAll<S, V> = {
  [P in keyof S | keyof V]: P extends keyof V ? ValueType<S, V[P]> : P extends keyof S ? S[P] : never
}
type ValueType<S, V> = V extends ColumnArg<S, infer D> ? Resolve<S, D> : never
type DroppedName<I> = I extends string ? I : I extends { readonly _a?: infer A } ? A : never

/** A name to drop is one name whatever is in it; a column is what it says. */
function dropped(one: string | Column): Expression {
  return typeof one === 'string' ? nameExpression(one) : one.expression
}

/** `as(schema)`: every column of the schema must be there, with its type. */
function requireColumns(actual: StructSchema, wanted: StructSchema): void {
  const known = new Map(actual.fields.map((one) => [one.name.toLowerCase(), typeSimpleText(one.type)]))
  for (const one of wanted.fields) {
    const type = known.get(one.name.toLowerCase())
    if (type === typeSimpleText(one.type)) continue
    throw new MillraceError(
      'MILLRACE_SCHEMA_DIFFERS',
      `The frame does not have the columns of as(schema); cast or select them first: \`${one.name}\` should be ${typeSimpleText(one.type)} and is ${type ?? 'not there'}`,
      { parameters: { column: one.name, expected: typeSimpleText(one.type), actual: type ?? '' } },
    )
  }
}
