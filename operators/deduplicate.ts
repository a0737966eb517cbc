/**
 * Passes the first row of each key and drops the others: dropDuplicates, distinct, dropDuplicatesWithinWatermark.
 *
 * State: the keys. With the event time among the key's columns a key is forgotten when the watermark has reached its time;
 * within the watermark, when it has reached the first row's time and the delay; otherwise never. Watermarks: rows at or
 * before the last one are dropped as late and counted one by one, whatever the keys (golden `dedup-late-drop-count`).
 * Barriers: state is sealed. It never waits: rows leave as they come, in append and in update mode.
 *
 * @example
 * readings.pipe(withWatermark('time', '10 minutes'), dropDuplicates('device', 'time'))
 *
 * @module
 */
import type { RecordBatch } from '../lib/columnar/record-batch.ts'
import type { Vector } from '../lib/columnar/vector.ts'
import { MillraceError } from '../lib/errors.ts'
import { unsupportedOperation } from '../lib/plan/analyze/check-query.ts'
import { refuseLateRows } from '../lib/plan/analyze/refuse-late-rows.ts'
import { defineOperator } from '../lib/plan/define-operator.ts'
import { LateRowFilter } from '../lib/plan/late-row-filter.ts'
import type { NodeOptions } from '../lib/plan/nodes.ts'
import type { Physical, StageContext } from '../lib/plan/operator.ts'
import { refuseMapColumn } from '../lib/plan/refuse-map-column.ts'
import { eventTimeColumn, expiryTimes } from '../lib/state/late-rows.ts'
import { openSeenKeys } from '../lib/state/open-seen-keys.ts'
import type { Forgetting, SeenKeyTable } from '../lib/state/seen-keys.ts'
import type { Out, Processor } from '../lib/stream/processor.ts'
import type { Field, Micros } from '../lib/types/data-type.ts'
import type { Schema } from '../lib/types/schema.ts'

type Options = NodeOptions['deduplicate']

/**
 * Positions of the key's columns: all of a name where a name is there more than once, as in Spark.
 *
 * @throws UNRESOLVED_COLUMN_AMONG_FIELD_NAMES (golden `err-dedup-unknown-col`)
 */
function keyColumns({ columns }: Options, input: Schema): readonly number[] {
  if (columns === undefined) return [...input.fields.keys()]
  const found = columns.flatMap((name) => {
    const positions = input.positions(name)
    if (positions.length > 0) return positions
    const known = input.names.join(', ')
    throw new MillraceError(
      'UNRESOLVED_COLUMN_AMONG_FIELD_NAMES',
      `Cannot resolve column name "${name}" among (${known}).`,
      { sqlState: '42703', parameters: { colName: name, fieldNames: known } },
    )
  })
  return [...new Set(found)]
}

const fieldsAt = (input: Schema, columns: readonly number[]): readonly Field[] =>
  columns.map((column) => input.fields[column] as Field)

const name = ({ withinWatermark }: Options): string => (withinWatermark ? 'DeduplicateWithinWatermark' : 'Deduplicate')

const withoutWatermark =
  'dropDuplicatesWithinWatermark is not supported on streaming DataFrames/DataSets without watermark'

const definition: Physical<Options> = {
  name: 'deduplicate',
  operatorName: ({ withinWatermark }) => (withinWatermark ? 'dedupeWithinWatermark' : 'dedupe'),
  inputs: 1,
  state: 'keyed',
  schema(options, inputs) {
    const [input] = inputs as readonly [Schema]
    // CheckAnalysis.mapColumnInSetOperation looks at Deduplicate only.
    if (!options.withinWatermark) fieldsAt(input, keyColumns(options, input)).forEach(refuseMapColumn)
    else keyColumns(options, input)
    return input
  },
  describe: (options) => `${name(options)} [${options.columns?.join(', ') ?? '*'}]`,
  // An event time that nobody reads above is pruned, and with it the test for late rows (golden `random-dedup-074`).
  needs(options, wanted, inputs) {
    const [input] = inputs as readonly [Schema]
    const needed = new Set([...wanted, ...keyColumns(options, input)])
    if (options.withinWatermark && eventTimeColumn(input) >= 0) needed.add(eventTimeColumn(input))
    return [needed]
  },
  origin: (_, column) => [{ port: 0, column }],
  keys: (options, [input]) => [new Set(keyColumns(options, input as Schema))],
  refuse(options, context) {
    const { streaming, inputs } = context
    if (!streaming[0]) return
    const [input] = inputs as readonly [Schema]
    if (options.withinWatermark && eventTimeColumn(input) < 0) throw unsupportedOperation(withoutWatermark)
    const timed = options.withinWatermark || keyColumns(options, input).includes(eventTimeColumn(input))
    if (timed) refuseLateRows(context)
  },
  // Every deduplication, also one that never forgets a key.
  needsBatch: (_, before, now) => now > before,
  start: (options, context) => new Deduplication(options, context),
}

class Deduplication implements Processor {
  readonly #context: StageContext
  readonly #columns: readonly number[]
  /** Of the input's event time; −1 = none, also in a frame that does not stream, where nothing is late. */
  readonly #timeColumn: number
  readonly #late: LateRowFilter
  readonly #keys: SeenKeyTable
  readonly #static: boolean
  #fresh = new Int32Array(0)

  constructor(options: Options, context: StageContext) {
    const [input] = context.inputs as readonly [Schema]
    this.#context = context
    this.#static = !context.state && context.eventTime !== undefined
    this.#columns = keyColumns(options, input)
    this.#timeColumn = this.#static ? -1 : eventTimeColumn(input)
    this.#late = new LateRowFilter(context)
    this.#keys = openSeenKeys(fieldsAt(input, this.#columns), this.#forgetting(options, input), context.state)
  }

  #forgetting({ withinWatermark }: Options, input: Schema): Forgetting {
    if (withinWatermark) {
      if (this.#static)
        throw unsupportedOperation('dropDuplicatesWithinWatermark is not supported with batch DataFrames/DataSets')
      const delay = input.fields[this.#timeColumn]?.metadata?.watermarkDelay
      if (delay === undefined) throw unsupportedOperation(withoutWatermark)
      return { kind: 'delay', delay }
    }
    const column = this.#columns.indexOf(this.#timeColumn)
    return column < 0 ? { kind: 'never' } : { kind: 'column', column }
  }

  onBatch(batch: RecordBatch, out: Out): void {
    const times = this.#timeColumn < 0 ? undefined : expiryTimes(batch.columns[this.#timeColumn] as Vector)
    this.#late.keep(batch, times)
    const { rows, count } = this.#late
    if (this.#fresh.length < count) this.#fresh = new Int32Array(count)
    const columns = this.#columns.map((column) => batch.columns[column] as Vector)
    const chosen = this.#keys.admit(columns, times, rows, count, this.#fresh)
    if (chosen === 0) return
    const { state, pool } = this.#context
    if (state) state.metrics.rowsUpdated += chosen
    if (chosen === batch.selected) return out.batch(batch)
    const lease = pool.lease(4 * chosen)
    const selection = new Int32Array(lease.buffer, 0, chosen)
    selection.set(this.#fresh.subarray(0, chosen))
    out.batch(batch.select(selection, chosen, [lease]))
  }

  onWatermark(time: Micros, out: Out): void {
    const forgotten = this.#keys.forget(time)
    const { state } = this.#context
    if (state) state.metrics.rowsRemoved += forgotten
    this.#late.lateAt = time
    out.watermark(time)
  }

  onBarrier(epoch: number, out: Out): void {
    this.#keys.endEpoch()
    this.#context.state?.seal()
    // A frame that does not stream is read anew in each epoch of a query.
    if (this.#static) this.#keys.clear()
    out.barrier(epoch)
  }
}

const optionsOf =
  (withinWatermark: boolean) =>
  (...columns: readonly string[]): Options => ({ columns: columns.length > 0 ? columns : undefined, withinWatermark })

/** The first row of each key; keys are the named columns, or all. */
export const dropDuplicates = defineOperator(definition, optionsOf(false))

/** Each row once. */
export const distinct = defineOperator(definition, () => optionsOf(false)())

/** The first row of each key for as long as the watermark's delay after it; duplicates do not make it longer. */
export const dropDuplicatesWithinWatermark = defineOperator(definition, optionsOf(true))
