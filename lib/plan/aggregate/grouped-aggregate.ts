/**
 * Aggregates by key, windows among them: the core of `groupBy().agg()` over prepared columns (see operators/aggregate.ts).
 *
 * State: one row per group, its key and what each aggregate remembers. Watermarks: with an event time among the keys, rows
 * of groups that have gone are dropped as late and counted, and groups go when the watermark has reached them; append mode
 * gives them then. Update mode gives the groups that changed, complete mode all, both before eviction. Spark:
 * StateStoreSaveExec; golden `tumbling-*`, `wm-late-prev-batch-*`, `agg-*`.
 */
import { RecordBatch } from '../../columnar/record-batch.ts'
import type { Int64Vector, Vector } from '../../columnar/vector.ts'
import type { Accumulator } from '../../expressions/aggregates/aggregate-function.ts'
import { type Groups, openGroups } from '../../state/groups.ts'
import { eventTimeColumn, expiryTimes, rowsByTime } from '../../state/late-rows.ts'
import type { Out, Processor } from '../../stream/processor.ts'
import type { Micros } from '../../types/data-type.ts'
import { Schema } from '../../types/schema.ts'
import { field } from '../../types/types.ts'
import { LateRowFilter } from '../late-row-filter.ts'
import type { Physical, StageContext } from '../operator.ts'
import { accumulate, showsOrder, startAccumulators } from './accumulate.ts'
import type { GroupedAggregateOptions, SlidingKey } from './bound-aggregate.ts'
import { inWindow, SlidingPanes, type TakeGroups } from './sliding-panes.ts'
import { stateFields } from './state-fields.ts'

/** Rows of a batch that leaves. */
const outputRows = 8192

export const groupedAggregate: Physical<GroupedAggregateOptions> = {
  name: 'groupedAggregate',
  operatorName: 'stateStoreSave',
  inputs: 1,
  state: 'keyed',
  schema: ({ keys, aggregates }, [input]) =>
    new Schema([
      ...(input as Schema).fields.slice(0, keys),
      ...aggregates.map(({ name, call, nullable }) => field(name, call.type, nullable)),
    ]),
  describe: ({ keys, aggregates }) =>
    `Aggregate ${keys} key${keys === 1 ? '' : 's'}, [${aggregates.map(({ name }) => name).join(', ')}]`,
  origin: ({ keys }, column) => (column < keys ? [{ port: 0, column }] : []),
  keys: ({ keys }) => [new Set(Array.from({ length: keys }, (_, at) => at))],
  // Spark: PushPredicateThroughNonJoin, conditions on grouping keys (golden `agg-having-*`).
  // None at all when an aggregate depends on the order of rows: Spark calls the whole list non-deterministic then.
  passes: ({ keys, aggregates }, column) => column < keys && !showsOrder(aggregates),
  needsBatch: (_, before, now, { outputMode }) => outputMode !== 'complete' && now > before,
  start: (options, context) => new GroupedAggregation(options, context),
}

class GroupedAggregation implements Processor {
  readonly #options: GroupedAggregateOptions
  readonly #context: StageContext
  readonly #groups: Groups
  /** Key column with the event time; undefined when there is none, or when the mode keeps groups for ever. */
  readonly #timeColumn: number | undefined
  readonly #late: LateRowFilter
  readonly #panes: SlidingPanes | undefined
  #owed = true
  #ids = new Int32Array(0)

  constructor(options: GroupedAggregateOptions, context: StageContext) {
    this.#options = options
    this.#context = context
    this.#late = new LateRowFilter(context)
    const input = context.inputs[0] as Schema
    const keys = input.fields.slice(0, options.keys)
    const tagged = eventTimeColumn(new Schema(keys))
    const isStatic = !context.state && context.eventTime !== undefined
    if (tagged >= 0 && context.outputMode !== 'complete' && !isStatic) this.#timeColumn = tagged
    const accumulators = startAccumulators(options.aggregates, context.evaluation)
    const values = stateFields(options.aggregates, accumulators)
    const { state } = context
    this.#groups = openGroups({ keys, accumulators, values, timeColumn: this.#timeColumn, state })
    if (options.sliding) this.#panes = new SlidingPanes(options, options.sliding, keys, context.evaluation)
  }

  onEpoch(): void {
    this.#owed = true
    this.#addOnlyGroup()
  }

  /** Without keys there is one group, also of no rows (golden `agg-global-*`). */
  #addOnlyGroup(): void {
    if (this.#options.keys === 0) this.#assign([], undefined, 1)
  }

  onBatch(batch: RecordBatch): void {
    const { sliding } = this.#options
    if (!sliding || !this.#panes) this.#add(batch)
    else if (this.#timeColumn === undefined) this.#addPanes(batch.columns, batch.selection, batch.selected)
    else this.#addSliding(batch, sliding)
  }

  #add(batch: RecordBatch): void {
    const late = this.#late
    late.keep(batch, this.#timeColumn === undefined ? undefined : timesOf(batch, this.#timeColumn))
    const { rows, count } = late
    if (count === 0) return
    this.#assign(batch.columns.slice(0, this.#options.keys), rows, count)
    accumulate(this.#options.aggregates, this.#groups.accumulators, this.#ids, batch.columns, rows, count)
  }

  /** Rows that are late in one of their windows are taken window by window. */
  #addSliding(batch: RecordBatch, sliding: SlidingKey): void {
    const { columns, selection, selected } = batch
    const last = BigInt(sliding.times - 1) * sliding.slide
    const time = this.#timeColumn as number
    // Another key than the window that has the time makes a row late in all of its windows.
    const lateAt = this.#late.lateAt + (time === sliding.column ? last : 0n)
    const rows = new Int32Array(selected)
    const whole = rowsByTime(timesOf(batch, time), selection, selected, lateAt, false, rows)
    if (whole > 0) this.#addPanes(columns, whole === selected ? selection : rows, whole)
    if (whole === selected) return
    const partly = new Int32Array(selected - whole)
    rowsByTime(timesOf(batch, time), selection, selected, lateAt, true, partly)
    for (let position = 0; position < sliding.times; position++) {
      const moved = new RecordBatch(batch.schema, inWindow(columns, sliding, position), batch.length)
      this.#add(moved.select(partly, partly.length))
    }
  }

  #addPanes(columns: readonly Vector[], rows: Int32Array | undefined, count: number): void {
    this.#panes?.add(columns, rows, count, this.#takeGroups)
  }

  readonly #takeGroups: TakeGroups = (keys, { accumulators }, ids, count) => {
    this.#assign(keys, undefined, count)
    for (const [at, one] of this.#groups.accumulators.entries())
      one.merge(this.#ids, accumulators[at] as Accumulator, ids, count)
  }

  onWatermark(time: Micros, out: Out): void {
    this.#panes?.flush(this.#takeGroups)
    this.#emitOwed(out)
    this.#evict(time, out)
    this.#late.lateAt = time
    out.watermark(time)
  }

  onBarrier(epoch: number, out: Out): void {
    this.#panes?.flush(this.#takeGroups)
    this.#emitOwed(out)
    const { state, eventTime } = this.#context
    if (state) this.#groups.seal()
    else if (eventTime) this.#emitRest(out)
    out.barrier(epoch)
  }

  /** Plain RxJS: the end of the stream closes every group. */
  onComplete(out: Out): void {
    this.#panes?.flush(this.#takeGroups)
    if (!this.#context.state && !this.#context.eventTime) this.#emitRest(out)
  }

  #assign(columns: readonly Vector[], rows: Int32Array | undefined, count: number): void {
    if (this.#ids.length < count) this.#ids = new Int32Array(count)
    this.#groups.assign(columns, rows, count, this.#ids)
  }

  /** What the mode owes for the data so far, groups included that are about to go. */
  #emitOwed(out: Out): void {
    if (!this.#owed) return
    this.#owed = false
    const { outputMode, state } = this.#context
    const { changed } = this.#groups
    if (!state) return
    state.metrics.rowsUpdated += changed.count
    if (outputMode === 'complete') this.#emitAll(out)
    if (outputMode !== 'update') return
    changed.arrange()
    this.#emit(changed.ids, changed.count, out)
  }

  #evict(time: Micros, out: Out): void {
    const { outputMode, state } = this.#context
    const last = (ids: Int32Array, count: number) => this.#emit(ids, count, out)
    const gone = this.#groups.evict(time, outputMode === 'append' ? last : undefined)
    if (state) state.metrics.rowsRemoved += gone
  }

  #emitAll(out: Out): void {
    for (const { columns, count } of this.#groups.all(outputRows))
      out.batch(new RecordBatch(this.#context.output, columns, count))
  }

  /** Without state an epoch, or the stream, is all there is. */
  #emitRest(out: Out): void {
    this.#addOnlyGroup()
    this.#emitAll(out)
    this.#groups.clear()
  }

  #emit(ids: Int32Array, count: number, out: Out): void {
    for (let from = 0; from < count; from += outputRows) {
      const rows = Math.min(outputRows, count - from)
      const columns = this.#groups.vectors(ids.subarray(from, from + rows), rows)
      out.batch(new RecordBatch(this.#context.output, columns, rows))
    }
  }
}

function timesOf(batch: RecordBatch, column: number): Int64Vector {
  return expiryTimes(batch.columns[column] as Vector)
}
