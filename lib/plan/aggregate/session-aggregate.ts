/**
 * Aggregates by key and session window: the core of a `groupBy(session_window(…), …)` over prepared columns, of which one
 * is each row's own session, from its event time to its gap's end (see operators/aggregate.ts).
 *
 * State: the sessions of every key, in order, and what each aggregate remembers of a session. Sessions that touch are
 * joined. Watermarks: a row whose own session has gone is dropped as late before it could join others, and counted (golden
 * `session-late`); a session goes when the watermark has reached its end, and append mode gives it then. Complete mode
 * gives all sessions, drops late rows too, and never lets one go (golden `random-session-059`). Update mode is refused.
 * Barriers: state is sealed.
 */
import { allRows, concatenate, detach } from '../../columnar/gather.ts'
import { RecordBatch } from '../../columnar/record-batch.ts'
import type { Int64Vector, StructVector, Vector } from '../../columnar/vector.ts'
import { MillraceError } from '../../errors.ts'
import { expiryTimes } from '../../state/late-rows.ts'
import { openSessions, type Sessions, type SessionVectors } from '../../state/sessions.ts'
import type { Out, Processor } from '../../stream/processor.ts'
import type { Field, Micros } from '../../types/data-type.ts'
import { Schema } from '../../types/schema.ts'
import { field } from '../../types/types.ts'
import { LateRowFilter } from '../late-row-filter.ts'
import type { Physical, StageContext } from '../operator.ts'
import { accumulate, showsOrder, startAccumulators } from './accumulate.ts'
import type { SessionAggregateOptions } from './bound-aggregate.ts'
import { stateFields } from './state-fields.ts'

/** Rows of a batch that leaves. */
const outputRows = 8192
/** Steps a row, from one session of its key to the next, that cost as much as sorting the batch. */
const manySteps = 16

/** Positions of the keys beside the session. */
const otherKeys = ({ keys, session }: SessionAggregateOptions): readonly number[] =>
  Array.from({ length: keys }, (_, at) => at).filter((at) => at !== session)

export const sessionAggregate: Physical<SessionAggregateOptions> = {
  name: 'sessionAggregate',
  operatorName: 'sessionWindowStateStoreSaveExec',
  inputs: 1,
  state: 'keyed',
  aggregates: true,
  schema: ({ keys, aggregates }, [input]) =>
    new Schema([
      ...(input as Schema).fields.slice(0, keys),
      ...aggregates.map(({ name, call, nullable }) => field(name, call.type, nullable)),
    ]),
  describe: ({ keys, aggregates }) =>
    `SessionAggregate ${keys} key${keys === 1 ? '' : 's'}, [${aggregates.map(({ name }) => name).join(', ')}]`,
  origin: ({ keys, session }, column) => (column < keys && column !== session ? [{ port: 0, column }] : []),
  keys: (options) => [new Set(otherKeys(options))],
  passes: ({ keys, session }, column) => column < keys && column !== session,
  needsBatch: (_, before, now, { outputMode }) => outputMode !== 'complete' && now > before,
  start: (options, context) => new SessionAggregation(options, context),
}

class SessionAggregation implements Processor {
  readonly #options: SessionAggregateOptions
  readonly #context: StageContext
  readonly #keyColumns: readonly number[]
  readonly #state: Sessions
  readonly #late: LateRowFilter
  /** Rows may be late: the session carries the event time, and the frame streams. */
  readonly #timed: boolean
  /** Some aggregate shows the order of rows: an epoch's rows are held, and come in order of their time, as in Spark. */
  readonly #ordered: boolean
  /** Rows were far from each other in their keys' sessions: batches are sorted from now on, and searched from row to row. */
  #searches = false
  #held: RecordBatch[] = []
  #owed = true
  #sessions = new Int32Array(0)

  constructor(options: SessionAggregateOptions, context: StageContext) {
    const [input] = context.inputs as readonly [Schema]
    const session = input.fields[options.session] as Field
    const isStatic = !context.state && context.eventTime !== undefined
    if (context.state && options.keys === 1) throw refusedGlobalSession()
    this.#options = options
    this.#context = context
    this.#keyColumns = otherKeys(options)
    this.#timed = !isStatic && session.metadata?.watermarkDelay !== undefined
    this.#ordered = showsOrder(options.aggregates)
    this.#late = new LateRowFilter(context)
    const accumulators = startAccumulators(options.aggregates, context.evaluation)
    const sessions = {
      keys: this.#keyColumns.map((column) => input.fields[column] as Field),
      session,
      accumulators,
      values: stateFields(options.aggregates, accumulators),
      expires: this.#timed && context.outputMode !== 'complete',
      ordered: this.#ordered,
    }
    this.#state = openSessions(sessions, context.state)
  }

  onEpoch(): void {
    this.#owed = true
  }

  onBatch(batch: RecordBatch): void {
    const session = batch.columns[this.#options.session] as Vector
    this.#late.keep(batch, this.#timed ? expiryTimes(session) : undefined)
    const { rows, count } = this.#late
    if (count === 0) return
    if (this.#ordered) this.#held.push(detach(rows === undefined ? batch : batch.select(rows, count)))
    else this.#add(batch.columns, this.#searches ? this.#byStart(batch.columns, rows, count) : rows, count)
  }

  #add(columns: readonly Vector[], rows: Int32Array | undefined, count: number): void {
    if (this.#sessions.length < count) this.#sessions = new Int32Array(count)
    const state = this.#state
    const keys = this.#keyColumns.map((column) => columns[column] as Vector)
    state.assign(keys, columns[this.#options.session] as StructVector, rows, count, this.#sessions)
    accumulate(this.#options.aggregates, state.accumulators, this.#sessions, columns, rows, count)
    state.join()
    if (state.steps > manySteps * count) this.#searches = true
  }

  #byStart(columns: readonly Vector[], rows: Int32Array | undefined, count: number): Int32Array | undefined {
    const session = columns[this.#options.session] as StructVector
    return rowsByStart(session.children[0] as Int64Vector, rows, count)
  }

  #addHeld(): void {
    if (this.#held.length === 0) return
    const { columns, length } = concatenate(this.#context.inputs[0] as Schema, this.#held)
    this.#held = []
    this.#add(columns, this.#byStart(columns, undefined, length), length)
  }

  onWatermark(time: Micros, out: Out): void {
    this.#emitOwed(out)
    const { outputMode, state } = this.#context
    const last = (sessions: SessionVectors) => this.#emit(sessions, out)
    const gone = this.#state.evict(time, outputRows, outputMode === 'append' ? last : undefined)
    if (state) state.metrics.rowsRemoved += gone
    this.#late.lateAt = time
    out.watermark(time)
  }

  onBarrier(epoch: number, out: Out): void {
    this.#emitOwed(out)
    const { state, eventTime } = this.#context
    if (state) this.#state.seal()
    else if (eventTime) this.#emitRest(out)
    out.barrier(epoch)
  }

  /** Plain RxJS: the end of the stream ends every session. */
  onComplete(out: Out): void {
    const { state, eventTime } = this.#context
    if (state || eventTime) return
    this.#addHeld()
    this.#emitRest(out)
  }

  /** What complete mode owes, and the counts of the epoch, before sessions go. */
  #emitOwed(out: Out): void {
    this.#addHeld()
    if (!this.#owed) return
    this.#owed = false
    const { outputMode, state } = this.#context
    if (!state) return
    const { updated, removed } = this.#state.counts()
    state.metrics.rowsUpdated += updated
    state.metrics.rowsRemoved += removed
    if (outputMode === 'complete') this.#emitAll(out)
  }

  /** Without state an epoch, or the stream, is all there is. */
  #emitRest(out: Out): void {
    this.#emitAll(out)
    this.#state.clear()
  }

  #emitAll(out: Out): void {
    for (const sessions of this.#state.all(outputRows)) this.#emit(sessions, out)
  }

  #emit({ keys, session, results, count }: SessionVectors, out: Out): void {
    const columns = [...keys.toSpliced(this.#options.session, 0, session), ...results]
    out.batch(new RecordBatch(this.#context.output, columns, count))
  }
}

/** Spark: StatefulAggregationStrategy, when the query runs (golden `err-session-only-append`). */
function refusedGlobalSession(): MillraceError {
  return new MillraceError(
    '_LEGACY_ERROR_TEMP_3068',
    'Global aggregation with session window in streaming query is not supported.',
  )
}

/** Row numbers in order of their start, rows of one start as they came; `rows` itself when they are. */
function rowsByStart({ values }: Int64Vector, rows: Int32Array | undefined, count: number): Int32Array | undefined {
  const order = rows === undefined ? allRows(count) : rows.slice(0, count)
  let sorted = true
  for (let i = 1; sorted && i < count; i++) {
    sorted = (values[order[i - 1] as number] as bigint) <= (values[order[i] as number] as bigint)
  }
  if (sorted) return rows
  return order.sort((a, b) => {
    const [x = 0n, y = 0n] = [values[a], values[b]]
    return x < y ? -1 : x > y ? 1 : a - b
  })
}
