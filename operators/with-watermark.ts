/**
 * Says which column is the event time and how late its rows may come.
 *
 * State: none; a tracker of the highest event time. Watermarks: born here. In a query the driver makes the query's
 * watermark of all trackers between epochs, and this stage turns the epoch's into a message, right before the barrier. In
 * plain RxJS it sends max(event time) − delay, in whole milliseconds, after each batch that raised it. Rows pass, late
 * ones too: who keeps state drops them.
 *
 * @example
 * readings.pipe(withWatermark('time', '10 seconds'))
 *
 * @module
 */
import type { RecordBatch } from '../lib/columnar/record-batch.ts'
import type { Int64Vector } from '../lib/columnar/vector.ts'
import { MillraceError } from '../lib/errors.ts'
import { parseColumnName } from '../lib/expressions/parser/parse-expression.ts'
import type { Binder } from '../lib/plan/binder.ts'
import { defineOperator } from '../lib/plan/define-operator.ts'
import type { NodeOptions } from '../lib/plan/nodes.ts'
import type { Physical, StageContext } from '../lib/plan/operator.ts'
import { watermarkDelay } from '../lib/plan/watermark-delay.ts'
import type { Out, Processor } from '../lib/stream/processor.ts'
import { type EventTimeClock, WatermarkTracker } from '../lib/stream/watermark-tracker.ts'
import type { Field, Micros } from '../lib/types/data-type.ts'
import { quoteIdentifier } from '../lib/types/ddl/identifier.ts'
import { typeSql } from '../lib/types/ddl/type-sql.ts'
import { Schema } from '../lib/types/schema.ts'

type Options = NodeOptions['withWatermark']

/**
 * The column's position. Spark: EVENT_TIME_MUST_BE_TOP_LEVEL_COLUMN for a field of a struct,
 * EVENT_TIME_IS_NOT_ON_TIMESTAMP_TYPE for other types (golden `err-wm-on-string`, `wm-nested-field`).
 */
function eventColumn({ column }: Options, input: Schema, binder: Binder): number {
  const named = input.index(column)
  const found =
    named ??
    fieldPosition(binder.bind({ kind: 'column', path: parseColumnName(column) }, input), parseColumnName(column))
  const { type } = input.fields[found] as Field
  // A window struct is accepted by Spark, which then reads garbage; refused here.
  if (type.kind === 'timestamp' || type.kind === 'timestamp_ntz') return found
  throw new MillraceError(
    'EVENT_TIME_IS_NOT_ON_TIMESTAMP_TYPE',
    `The event time ${quoteIdentifier(column)} has the invalid type "${typeSql(type)}", but expected "TIMESTAMP".`,
    { sqlState: '42K09', parameters: { eventName: quoteIdentifier(column), eventType: `"${typeSql(type)}"` } },
  )
}

function fieldPosition(bound: ReturnType<Binder['bind']>, path: readonly string[]): number {
  if (bound.kind === 'input') return bound.index
  throw new MillraceError(
    'EVENT_TIME_MUST_BE_TOP_LEVEL_COLUMN',
    `The event time in withWatermark must be a top-level column, but '${path.join('.')}' is a nested field. To use it, alias it to a top-level column in a select before withWatermark.`,
    { sqlState: '42K09', parameters: { eventExpr: path.join('.') } },
  )
}

/** The column gets the tag, others lose theirs (EventTimeWatermark.output). */
function tagged(options: Options, input: Schema, binder: Binder): Schema {
  const position = eventColumn(options, input, binder)
  return new Schema(
    input.fields.map((field, at) => {
      if (at === position) return { ...field, metadata: { ...field.metadata, watermarkDelay: options.delay } }
      if (field.metadata?.watermarkDelay === undefined) return field
      const { watermarkDelay: _, ...metadata } = field.metadata
      return { ...field, metadata }
    }),
  )
}

function delayText(delay: Micros): string {
  return delay % 1_000_000n === 0n ? `${delay / 1_000_000n} seconds` : `${delay / 1000n} milliseconds`
}

/**
 * Adds a batch's event times to the tracker, read as words: a bigint a row costs an allocation. Spark counts a null as
 * 1970 (EventTimeWatermarkExec reads no null flag).
 */
function observe(tracker: WatermarkTracker, batch: RecordBatch, column: number): void {
  const { words, nulls } = batch.columns[column] as Int64Vector
  const { selection, selected } = batch
  if (selected === 0) return
  let minHigh = 0
  let minLow = 0
  let maxHigh = 0
  let maxLow = 0
  // Exact: a batch has far fewer than 2^21 rows.
  let sumHigh = 0
  let sumLow = 0
  for (let at = 0; at < selected; at++) {
    const row = selection === undefined ? at : (selection[at] as number)
    const isNull = nulls !== undefined && nulls[row] === 1
    const low = isNull ? 0 : (words[2 * row] as number) >>> 0
    const high = isNull ? 0 : (words[2 * row + 1] as number)
    if (at === 0 || high < minHigh || (high === minHigh && low < minLow)) {
      minHigh = high
      minLow = low
    }
    if (at === 0 || high > maxHigh || (high === maxHigh && low > maxLow)) {
      maxHigh = high
      maxLow = low
    }
    sumHigh += high
    sumLow += low
  }
  tracker.observe(selected, joined(minHigh, minLow), joined(maxHigh, maxLow), joined(sumHigh, sumLow))
}

function joined(high: number, low: number): bigint {
  return BigInt(high) * 4_294_967_296n + BigInt(low)
}

/** In a query: the epoch's watermark, right before its barrier. */
function inQuery(tracker: WatermarkTracker, column: number, clock: EventTimeClock): Processor {
  clock.track(tracker)
  return {
    onBatch(batch, out) {
      observe(tracker, batch, column)
      out.batch(batch)
    },
    onWatermark() {
      // WatermarkPropagator: a node below already has one; found out as soon as the watermark has left 1970.
      if (clock.watermark === 0n) return
      throw new MillraceError(
        '_LEGACY_ERROR_TEMP_3076',
        "Redefining watermark is disallowed. You can set the config 'spark.sql.streaming.statefulOperator.allowMultiple' to 'false' to restore the previous behavior. Note that multiple stateful operators will be disallowed.",
      )
    },
    onBarrier(epoch, out) {
      out.watermark(clock.watermark)
      out.barrier(epoch)
    },
  }
}

/** In plain RxJS: as soon as it has risen. */
function inStream(tracker: WatermarkTracker, column: number): Processor {
  let sent = 0n
  return {
    onBatch(batch, out: Out) {
      observe(tracker, batch, column)
      out.batch(batch)
      const now = tracker.watermark
      if (now === undefined || now <= sent) return
      sent = now
      out.watermark(now)
    },
    onWatermark() {},
  }
}

const definition: Physical<Options> = {
  name: 'withWatermark',
  inputs: 1,
  state: 'none',
  bearsWatermark: true,
  schema: (options, [input], binder) => tagged(options, input as Schema, binder),
  describe: ({ column, delay }) => `EventTimeWatermark ${column}, ${delayText(delay)}`,
  needs: (options, wanted, [input], binder) => [new Set([...wanted, eventColumn(options, input as Schema, binder)])],
  origin: (_, column) => [{ port: 0, column }],
  // Spark: PushPredicateThroughNonJoin over EventTimeWatermark (golden `wm-filter-after`, `wm-filter-after-ts`).
  passes: ({ column: time }, column, [input]) => input?.index(time) !== column,
  start(options, { inputs, binder, eventTime }: StageContext) {
    const column = eventColumn(options, inputs[0] as Schema, binder)
    const tracker = new WatermarkTracker(options.delay)
    return eventTime ? inQuery(tracker, column, eventTime) : inStream(tracker, column)
  },
}

/** A top-level TIMESTAMP column and a delay: `10 seconds`, `1 hour 30 minutes`; a month counts as 31 days. */
export const withWatermark = defineOperator(definition, (column: string, delay: string) => ({
  column,
  delay: watermarkDelay(delay),
}))
