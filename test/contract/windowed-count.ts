import { batchOf } from '../../lib/columnar/builder.ts'
import type { RecordBatch } from '../../lib/columnar/record-batch.ts'
import { rowsOf } from '../../lib/columnar/values.ts'
import type { Physical, StageContext } from '../../lib/plan/operator.ts'
import type { Out, Processor } from '../../lib/stream/processor.ts'
import type { Field, Micros, SqlValue } from '../../lib/types/data-type.ts'
import { Schema } from '../../lib/types/schema.ts'
import { field, longType, structType, timestampType } from '../../lib/types/types.ts'
import { keyText, MapTable } from './map-table.ts'

export interface WindowedCountOptions {
  /** A timestamp, or a window whose `window_time` counts. */
  readonly time: string
  readonly width: Micros
  readonly keys: readonly string[]
  readonly aggregates: readonly { readonly name: string; readonly sum?: string }[]
}

declare module '../../lib/plan/nodes.ts' {
  interface NodeOptions {
    windowedCount: WindowedCountOptions
  }
}

interface Group {
  readonly start: bigint
  readonly keys: readonly SqlValue[]
  values: (bigint | null)[]
}

const windowType = structType([field('start', timestampType), field('end', timestampType)])

function fieldOf(schema: Schema, name: string): Field {
  return schema.fields[schema.index(name) as number] as Field
}

/** Counts and sums by time window, in all three modes; one Map, nothing clever. */
export const windowedCount: Physical<WindowedCountOptions> = {
  name: 'windowedCount',
  operatorName: 'stateStoreSave',
  inputs: 1,
  state: 'keyed',
  aggregates: true,
  schema({ time, keys, aggregates }, [input]) {
    const { metadata } = fieldOf(input as Schema, time)
    // What comes out of a state store is nullable in Spark.
    const window = { ...field('window', windowType), ...(metadata ? { metadata } : {}) }
    return new Schema([
      window,
      ...keys.map((key) => fieldOf(input as Schema, key)),
      ...aggregates.map(({ name }) => field(name, longType)),
    ])
  },
  describe: ({ keys }) => `WindowedCount [${keys.join(', ')}]`,
  needs: ({ time, keys, aggregates }, _, [input]) => {
    const names = [time, ...keys, ...aggregates.flatMap(({ sum }) => (sum === undefined ? [] : [sum]))]
    return [new Set(names.map((name) => (input as Schema).index(name) as number))]
  },
  // Spark: agg and session in append and update, once the watermark has moved.
  needsBatch: (_, before, now, { outputMode }) => outputMode !== 'complete' && now > before,
  start: (options, context) => new Counting(options, context),
}

class Counting implements Processor {
  readonly #options: WindowedCountOptions
  readonly #context: StageContext
  readonly #groups = new MapTable<Group>('groups')
  readonly #touched = new Set<string>()
  readonly #tagged: boolean
  #lateAt: Micros
  #owed = true

  constructor(options: WindowedCountOptions, context: StageContext) {
    this.#options = options
    this.#context = context
    this.#lateAt = context.initialWatermark
    this.#tagged = fieldOf(context.inputs[0] as Schema, options.time).metadata?.watermarkDelay !== undefined
    context.state?.register(this.#groups)
  }

  onEpoch(): void {
    this.#owed = true
  }

  onBatch(batch: RecordBatch): void {
    const input = this.#context.inputs[0] as Schema
    const { time, keys, aggregates, width } = this.#options
    for (const row of rowsOf(batch)) {
      const at = timeOf(row[input.index(time) as number] ?? null)
      if (at === null) continue
      const start = at - (((at % width) + width) % width)
      if (this.#isLate(start + width)) {
        if (this.#context.state) this.#context.state.metrics.rowsDroppedByWatermark++
        continue
      }
      const values = keys.map((key) => row[input.index(key) as number] ?? null)
      const key = keyText([start, ...values])
      const group = this.#groups.get(key) ?? {
        start,
        keys: values,
        values: aggregates.map(({ sum }) => (sum === undefined ? 0n : null)),
      }
      group.values = aggregates.map(({ sum }, one) => {
        const before = group.values[one] ?? null
        if (sum === undefined) return (before ?? 0n) + 1n
        const added = row[input.index(sum) as number] as bigint | null
        return added === null ? before : (before ?? 0n) + added
      })
      this.#groups.set(key, group)
      this.#touched.add(key)
    }
  }

  /** Complete mode neither drops nor evicts. */
  #isLate(end: Micros): boolean {
    return this.#tagged && this.#context.outputMode !== 'complete' && end <= this.#lateAt
  }

  onWatermark(time: Micros, out: Out): void {
    this.#emitOwed(out)
    if (this.#tagged && this.#context.outputMode !== 'complete') this.#evict(time, out)
    this.#lateAt = time
    out.watermark(time)
  }

  onBarrier(epoch: number, out: Out): void {
    this.#emitOwed(out)
    this.#context.state?.seal()
    out.barrier(epoch)
  }

  #emitOwed(out: Out): void {
    if (!this.#owed) return
    this.#owed = false
    const { outputMode, state } = this.#context
    if (state) state.metrics.rowsUpdated += this.#touched.size
    if (outputMode === 'complete') this.#emit([...this.#groups.rows.values()], out)
    if (outputMode === 'update')
      this.#emit(
        [...this.#touched].map((key) => this.#groups.get(key) as Group),
        out,
      )
    this.#touched.clear()
  }

  #evict(time: Micros, out: Out): void {
    const gone = [...this.#groups.rows].filter(([, group]) => group.start + this.#options.width <= time)
    for (const [key] of gone) this.#groups.remove(key)
    if (this.#context.state) this.#context.state.metrics.rowsRemoved += gone.length
    if (this.#context.outputMode === 'append') {
      this.#emit(
        gone.map(([, group]) => group),
        out,
      )
    }
  }

  #emit(groups: readonly Group[], out: Out): void {
    if (groups.length === 0) return
    const { width } = this.#options
    const rows = groups.map(({ start, keys, values }): SqlValue[] => [[start, start + width], ...keys, ...values])
    out.batch(batchOf(this.#context.output, rows))
  }
}

/** A timestamp, or the last µs of a window. */
function timeOf(value: SqlValue): Micros | null {
  if (value === null || typeof value === 'bigint') return value
  const [, end] = value as readonly SqlValue[]
  return typeof end === 'bigint' ? end - 1n : null
}
