/** A stateful operator with a state store, as a query runs it: a version per epoch, restarts between epochs. */
import { heapPool } from '../../lib/columnar/heap-pool.ts'
import type { RecordBatch } from '../../lib/columnar/record-batch.ts'
import type { OutputMode } from '../../lib/connector/connector.ts'
import type { Physical } from '../../lib/plan/operator.ts'
import type { AnyDefinition } from '../../lib/plan/operator-registry.ts'
import { plainSurroundings } from '../../lib/plan/plain-surroundings.ts'
import type { StateMetrics } from '../../lib/state/state-store.ts'
import type { Out, Processor } from '../../lib/stream/processor.ts'
import { type Stage, stage } from '../../lib/stream/stage.ts'
import { printMessages } from '../../lib/testing/message-table.ts'
import { runStage } from '../../lib/testing/run-stage.ts'
import { MemoryState, type StateDisk } from '../contract/memory-state.ts'

export interface StatefulRun {
  readonly definition: AnyDefinition
  readonly options: unknown
  readonly outputMode?: OutputMode
}

/** What an epoch gave. */
export interface EpochResult {
  /** As printed, in order of their text. */
  readonly rows: readonly string[]
  readonly metrics: StateMetrics
}

/**
 * Runs an operator over epochs.
 *
 * @param header of the message table
 * @param epochs lines of each epoch between its `epoch` and its `barrier`
 * @param restarts epochs before which everything but the disk is thrown away
 * @param reruns epochs that run once in vain before: their version is written, and the process dies
 * @param times batch time of each epoch, seconds; 0 unless given
 */
export function runEpochs(
  run: StatefulRun,
  header: string,
  epochs: readonly (readonly string[])[],
  restarts: readonly number[] = [],
  reruns: readonly number[] = [],
  times: readonly number[] = [],
): readonly EpochResult[] {
  const disk: StateDisk = new Map()
  const results: EpochResult[] = []
  let watermark = 0n
  const part = (from: number, to: number): readonly EpochResult[] => {
    const made: EpochResult[] = []
    const noted = (one: EpochResult, time: bigint): void => {
      made.push(one)
      watermark = time
    }
    const lines = epochs
      .slice(from, to)
      .flatMap((one, at) => [`epoch ${from + at} ${times[from + at] ?? 0}`, ...one, `barrier ${from + at}`])
    const one = statefulStage(run, new MemoryState(disk, 0, from), watermark, noted)
    runStage(one, [header, ...lines].join('\n'), { dropsLate: run.outputMode !== 'complete' })
    return made
  }
  let from = 0
  for (let to = 1; to <= epochs.length; to++) {
    if (to < epochs.length && !restarts.includes(to) && !reruns.includes(to)) continue
    results.push(...part(from, to))
    from = to
    if (!reruns.includes(to) || to === epochs.length) continue
    const before = watermark
    part(to, to + 1)
    watermark = before
  }
  return results
}

function statefulStage(
  { definition, options, outputMode = 'append' }: StatefulRun,
  state: MemoryState,
  initialWatermark: bigint,
  noted: (result: EpochResult, watermark: bigint) => void,
): Stage {
  const { binder, functions, evaluation } = plainSurroundings()
  const physical = definition as Physical<unknown>
  return stage((inputs) => {
    const output = physical.schema(options, inputs, binder)
    const eventTime = { watermark: initialWatermark, track: () => {} }
    const inner = physical.start(options, {
      ...{ inputs, output, pool: heapPool, evaluation, outputMode, initialWatermark },
      ...{ state, eventTime, lateRows: undefined, binder, functions },
    })
    return { output, processor: noting(inner, state, initialWatermark, noted) }
  })
}

/** Notes what a processor gives, and makes each version durable as soon as it is sealed. */
function noting(
  inner: Processor,
  state: MemoryState,
  initialWatermark: bigint,
  noted: (result: EpochResult, watermark: bigint) => void,
): Processor {
  let rows: string[] = []
  let watermark = initialWatermark
  const over = (out: Out): Out => ({
    batch(batch: RecordBatch) {
      const text = printMessages([
        { kind: 'schema', schema: batch.schema },
        { kind: 'batch', batch },
      ])
      rows.push(...text.split('\n').slice(1))
      out.batch(batch)
    },
    watermark: (time) => out.watermark(time),
    barrier: (epoch) => out.barrier(epoch),
  })
  return {
    onEpoch(epoch, time, out) {
      state.beginEpoch()
      inner.onEpoch?.(epoch, time, over(out))
    },
    onBatch: (batch, out, port) => inner.onBatch(batch, over(out), port),
    onWatermark(time, out) {
      watermark = time
      inner.onWatermark?.(time, over(out))
    },
    onBarrier(epoch, out) {
      inner.onBarrier?.(epoch, over(out))
      void state.persistSealed(epoch + 1)
      noted({ rows: rows.sort(), metrics: { ...state.metrics } }, watermark)
      rows = []
    },
  }
}
