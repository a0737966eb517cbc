/** What runs a static frame at once: show, collect, count and their kin. All are refused on a stream, as in Spark. */
import type { RecordBatch } from '../columnar/record-batch.ts'
import { rowAt, rowsOf } from '../columnar/values.ts'
import { MillraceError } from '../errors.ts'
import { showString } from '../expressions/show-table.ts'
import { isStreaming, refuseAction } from '../plan/analyze/streaming.ts'
import type { Node } from '../plan/nodes.ts'
import { schemaOf } from '../plan/planner.ts'
import type { SqlValue } from '../types/data-type.ts'
import type { Schema } from '../types/schema.ts'
import type { RowOf, Shape } from '../types/typed/type-tags.ts'
import { toRowObject } from '../types/values/row-value.ts'
import { DataFrameWriter } from './data-frame-writer.ts'
import { runBatch } from './run-batch.ts'
import type { SessionContext } from './session-context.ts'

export interface ShowArguments {
  /** Rows to print; 20 unless given. */
  readonly n?: number
  /** Longest cell, false = whole cells; 20 unless given. */
  readonly truncate?: boolean | number
  /** One line a column. */
  readonly vertical?: boolean
}

/** The part of a DataFrame that runs. */
export abstract class FrameActions<S extends Shape> {
  /** The logical plan. */
  readonly node: Node
  protected readonly context: SessionContext
  /** Columns of the plan, found when the frame was built. */
  protected readonly planSchema: Schema

  /** @throws whatever Spark's analyzer finds wrong with the plan's last step */
  constructor(node: Node, context: SessionContext) {
    this.node = node
    this.context = context
    this.planSchema = schemaOf(node, context.planner)
  }

  /** Whether any source of the plan streams. */
  get isStreaming(): boolean {
    return isStreaming(this.node)
  }

  /** All rows, in memory. */
  async collect(): Promise<RowOf<S>[]> {
    return (await this.values(Number.POSITIVE_INFINITY)).map((row) => this.#rowOf(row))
  }

  /** How many rows there are. */
  async count(): Promise<number> {
    let count = 0
    await this.#run((batch) => {
      count += batch.selected
      return true
    })
    return count
  }

  /** The first row, null when there is none. */
  async first(): Promise<RowOf<S> | null> {
    return (await this.take(1))[0] ?? null
  }

  /** The first row (null when there is none), or the first `n` rows. */
  head(): Promise<RowOf<S> | null>
  head(n: number): Promise<RowOf<S>[]>
  head(n?: number): Promise<RowOf<S> | null | RowOf<S>[]> {
    return n === undefined ? this.first() : this.take(n)
  }

  /** The first `n` rows. */
  async take(n: number): Promise<RowOf<S>[]> {
    return (await this.values(n)).map((row) => this.#rowOf(row))
  }

  /** The last `n` rows. */
  async tail(n: number): Promise<RowOf<S>[]> {
    let last: SqlValue[][] = []
    await this.#run((batch) => {
      last = [...last, ...rowsOf(batch)].slice(n > 0 ? -n : Number.POSITIVE_INFINITY)
      return true
    })
    return last.map((row) => this.#rowOf(row))
  }

  async isEmpty(): Promise<boolean> {
    return (await this.values(1)).length === 0
  }

  /** Calls `each` with every row, in order, waiting for its promise. */
  async foreach(each: (row: RowOf<S>) => void | Promise<void>): Promise<void> {
    for (const row of await this.collect()) await each(row)
  }

  /** Calls `each` with all rows, one after another: there is one partition. */
  async foreachPartition(each: (rows: AsyncIterable<RowOf<S>>) => void | Promise<void>): Promise<void> {
    await each(this.toLocalIterator())
  }

  /** The rows one by one. */
  async *toLocalIterator(): AsyncGenerator<RowOf<S>, void, undefined> {
    for (const row of await this.values(Number.POSITIVE_INFINITY)) yield this.#rowOf(row)
  }

  /** Prints the first rows as Spark does. */
  async show(n?: number | ShowArguments, truncate?: boolean | number, vertical?: boolean): Promise<void> {
    this.context.surroundings.print(await this.showString(n, truncate, vertical))
  }

  /** The text that `show` prints. */
  async showString(n?: number | ShowArguments, truncate?: boolean | number, vertical?: boolean): Promise<string> {
    const given: ShowArguments = typeof n === 'object' ? n : {}
    const numRows = typeof n === 'number' ? n : (given.n ?? 20)
    const cut = truncate ?? given.truncate ?? 20
    return showString(this.planSchema, await this.values(numRows + 1), {
      numRows,
      truncate: typeof cut === 'number' ? cut : cut ? 20 : 0,
      vertical: vertical ?? given.vertical ?? false,
      zone: this.context.conf.zone,
    })
  }

  /**
   * Keeps the rows in memory from the next action on, for this frame and those built upon it.
   *
   * @throws Spark's refusal of actions on a streaming frame
   */
  cache(): this {
    refuseAction(this.node)
    this.context.cache.add(this.node)
    return this
  }

  /** The same as `cache`: memory is the only level there is. */
  persist(_level?: string): this {
    return this.cache()
  }

  /** Forgets the rows that `cache` kept. */
  unpersist(_blocking?: boolean): this {
    this.context.cache.remove(this.node)
    return this
  }

  /** Whether the rows are kept, or will be by the next action. */
  get isCached(): boolean {
    return this.context.cache.has(this.node)
  }

  /** There are no RDDs here. */
  get rdd(): never {
    refuseAction(this.node)
    throw new MillraceError('MILLRACE_NOT_SUPPORTED', "This method of Spark's DataFrame is not there: rdd")
  }

  /**
   * Where the rows go, once: `await df.write.mode('append').json('/data/out')`.
   *
   * @throws CALL_ON_STREAMING_DATASET_UNSUPPORTED on a stream
   */
  get write(): DataFrameWriter {
    if (!this.isStreaming) return new DataFrameWriter(this.node, this.planSchema, this.context)
    throw new MillraceError(
      'CALL_ON_STREAMING_DATASET_UNSUPPORTED',
      'The method `write` can not be called on streaming Dataset/DataFrame.',
      { sqlState: '42KDE', parameters: { methodName: '`write`' } },
    )
  }

  async #run(read: (batch: RecordBatch) => boolean): Promise<void> {
    refuseAction(this.node)
    await runBatch(this.node, this.context, read)
  }

  /** Calls `each` with the internal values of every row, as they come. */
  protected async eachRow(each: (row: readonly SqlValue[]) => void): Promise<void> {
    await this.#run((batch) => {
      for (let at = 0; at < batch.selected; at++) {
        each(rowAt(batch, batch.selection ? (batch.selection[at] as number) : at))
      }
      return true
    })
  }

  /** At most `most` rows; the sources are left when there are enough. */
  protected async values(most: number): Promise<SqlValue[][]> {
    refuseAction(this.node)
    const rows: SqlValue[][] = []
    if (most <= 0) return rows
    await this.#run((batch) => {
      for (let at = 0; at < batch.selected && rows.length < most; at++) {
        rows.push(rowAt(batch, batch.selection ? (batch.selection[at] as number) : at))
      }
      return rows.length < most
    })
    return rows
  }

  #rowOf(row: readonly SqlValue[]): RowOf<S> {
    return toRowObject(this.planSchema.fields, row) as RowOf<S>
  }
}
