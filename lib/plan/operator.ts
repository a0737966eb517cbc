/**
 * What an operator is to the planner: a definition, looked up by the node's name in a registry value. Traits, not
 * knowledge: analyzer, rewrites, explain and physical planning ask the definition and know no operator themselves.
 * Defaults are safe: needs every column, lets no predicate pass, owes no no-data batch.
 */

import type { Pool } from '../columnar/pool.ts'
import type { RecordBatch } from '../columnar/record-batch.ts'
import type { OutputMode } from '../connector/connector.ts'
import type { Evaluation } from '../expressions/evaluation.ts'
import type { Expression } from '../expressions/expression.ts'
import type { FunctionRegistry } from '../expressions/function-registry.ts'
import type { RowStep, RowWiseStep } from '../expressions/row-step.ts'
import type { StateStore } from '../state/state-store.ts'
import type { Port, Processor } from '../stream/processor.ts'
import type { Stage } from '../stream/stage.ts'
import type { EventTimeClock } from '../stream/watermark-tracker.ts'
import type { Micros } from '../types/data-type.ts'
import type { Schema } from '../types/schema.ts'
import type { RowObject } from '../types/values/row-value.ts'
import type { Binder } from './binder.ts'
import type { Node } from './nodes.ts'

/** What a physical stage gets when it starts. */
export interface StageContext {
  readonly inputs: readonly Schema[]
  readonly output: Schema
  readonly pool: Pool
  readonly evaluation: Evaluation
  readonly outputMode: OutputMode
  /** Input watermark the stage last acted on before this run: 0 for a new query, else from the checkpoint. */
  readonly initialWatermark: Micros
  /** undefined for `state: 'none'`, and where nothing is kept beyond the run: static frames, plain RxJS. */
  readonly state: StateStore | undefined
  /** Where watermarks are born: the query's clock; undefined in plain RxJS, where they come in stream. */
  readonly eventTime: EventTimeClock | undefined
  /**
   * Takes the rows that the stage drops as late, beside their count; undefined = nobody looks. Asked for each batch anew.
   *
   * @param rows of the stage's input
   */
  readonly lateRows: (() => ((rows: RecordBatch) => void) | undefined) | undefined
  /** Takes an epoch's observed metrics by their name; undefined = nobody looks. */
  readonly observed?: ((name: string, metrics: RowObject) => void) | undefined
  readonly binder: Binder
  /** For compiling bound expressions. */
  readonly functions: FunctionRegistry
}

/** Where an operator stands in a query that is about to start. */
export interface PlaceContext {
  readonly outputMode: OutputMode
  /** Per input: does it stream? */
  readonly streaming: readonly boolean[]
  readonly inputs: readonly Schema[]
  readonly binder: Binder
}

/** Asked by Spark's checks of a whole query (UnsupportedOperationChecker). */
export interface RefusalContext extends PlaceContext {
  /** Names of the operators below, for rules about what stands on what (Complete mode needs an aggregation below). */
  readonly below: ReadonlySet<string>
  /** Does a streaming operator below say `aggregates`? */
  readonly aggregatesBelow: boolean
  /** Does one in the whole query? */
  readonly aggregates: boolean
  /** Does a streaming operator below say `emitsLateRows`? */
  readonly lateRowsBelow: boolean
  /** `spark.sql.streaming.statefulOperator.checkCorrectness.enabled` */
  readonly checksCorrectness: boolean
}

/** A column of one of an operator's inputs. */
export interface InputColumn {
  readonly port: Port
  readonly column: number
}

interface Common<O> {
  readonly name: string
  readonly inputs: 0 | 1 | 2
  /**
   * Output columns; also where the user's mistakes in the options are found, with Spark's conditions.
   *
   * @param streaming which inputs stream; undefined where that is not known (plain RxJS, rewrites)
   */
  schema(options: O, inputs: readonly Schema[], binder: Binder, streaming?: readonly boolean[]): Schema
  /** The operator's line in explain(). */
  describe(options: O): string
  /** Expressions in the options, so that analyzer, folding and translation traverse any operator. */
  expressions?(options: O): readonly Expression[]
  withExpressions?(options: O, expressions: readonly Expression[]): O
  /** Input columns needed for the wanted output columns, one set per input; default all. */
  needs?(
    options: O,
    wanted: ReadonlySet<number>,
    inputs: readonly Schema[],
    binder: Binder,
  ): readonly ReadonlySet<number>[]
  /**
   * For operators whose options hold positions: the options when only the `wanted` columns of the output are (ascending)
   * and of each input's columns only those in `kept` (ascending) are left. Without it an operator's options stay as they
   * are, and its output columns are found again by their origins.
   */
  narrowed?(options: O, wanted: readonly number[], kept: readonly (readonly number[])[], inputs: readonly Schema[]): O
  /** Input columns that an output column is, unchanged: both of a union's, one of a join's; default none. For pruning. */
  origin?(options: O, column: number, inputs: readonly Schema[]): readonly InputColumn[]
  /**
   * Input columns that are grouping, join or deduplication keys, one set per input: a source is asked for strings among
   * them as dictionary codes. Default none.
   */
  keys?(options: O, inputs: readonly Schema[], binder: Binder): readonly ReadonlySet<number>[]
  /** May a deterministic predicate on this output column move below, to its origins (a union's: to both)? Default no. */
  passes?(options: O, column: number, inputs: readonly Schema[]): boolean
  /** Throws Spark's refusal of the streaming operators that a query has beside each other; it comes before all others. */
  refuseTogether?(nodes: readonly Node[], outputMode: OutputMode): void
  /** Throws Spark's refusal when the operator cannot run in this position and mode. */
  refuse?(options: O, context: RefusalContext): void
  /** Watermarks are born here: the output watermark is the query's (withWatermark, nothing else). */
  readonly bearsWatermark?: boolean
  /** Complete mode is accepted only above an operator that says so (Spark: a streaming aggregation). */
  readonly aggregates?: boolean
  /** May its rows be older than its input's watermark, in any output mode? Stateful operators above are refused then. */
  emitsLateRows?(options: O): boolean
  /** Does the operator want a no-data batch, its input watermark having been `before` in the last batch and being `now`? */
  needsBatch?(options: O, before: Micros, now: Micros, context: PlaceContext): boolean
  /**
   * Output watermark for an input watermark, as the running stage forwards it; default: the same. undefined = none
   * ((flat)mapGroupsWithState), and what stands above has no watermark.
   */
  outputWatermark?(options: O, time: Micros, context: PlaceContext): Micros | undefined
}

/** Filter, project and all that is made of them: no code of their own, neighbours fuse into one loop. */
export interface RowWise<O> extends Common<O> {
  rows(options: O, input: Schema, binder: Binder): readonly RowWiseStep[]
}

export interface Physical<O> extends Common<O> {
  readonly state: 'none' | 'keyed' | 'global'
  /** Spark's operatorName in the progress, `stateStoreSave`, `globalLimit`; it may depend on the options. */
  readonly operatorName?: string | ((options: O) => string)
  /** Port of an input that must be complete before the other is opened (stream-static joins). */
  readonly build?: Port
  /** The build input is for a query's first epoch only: it is not read in later ones. */
  readonly buildOnce?: boolean
  /**
   * Row steps that each input goes through first, per port (a union's casts and order of columns); they fuse with what is
   * below. `start` and, in a plan, `schema` then see the inputs after them. Default none.
   */
  adapt?(options: O, inputs: readonly Schema[], binder: Binder): readonly (readonly RowStep[])[]
  /**
   * Asynchronous work on the batches of the only input, before the processor gets them: an asyncStage. What it hands on
   * has the operator's output schema. Default none.
   */
  before?(options: O): Stage | undefined
  start(options: O, context: StageContext): Processor
}

/**
 * What an operator becomes once its inputs are known: row steps over its inputs, an operator whose options are ordinals
 * and bound expressions, and row steps over what that gives.
 */
export interface Expansion {
  /** Per port; they fuse with what is below. */
  readonly before: readonly (readonly RowWiseStep[])[]
  /** Looked up nowhere: what runs is this definition. Its options are plain data; it needs all columns of its inputs. */
  readonly core: { readonly definition: Physical<unknown>; readonly options: unknown }
  /** Over the core's output; they fuse with what is above. */
  readonly after: readonly RowWiseStep[]
}

/** An operator of the language that is analyzed into another one: GROUP BY, joins. */
export interface Composite<O> extends Common<O> {
  /** @param streaming which inputs stream; undefined where that is not known (plain RxJS) or does not matter (schemas) */
  expand(options: O, inputs: readonly Schema[], binder: Binder, streaming?: readonly boolean[]): Expansion
}

export type Definition<O> = RowWise<O> | Physical<O> | Composite<O>
