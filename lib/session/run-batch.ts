/** Runs a static plan: one epoch of the same pipeline that a stream runs, its edges fed from the sources in turn. */
import { heapPool } from '../columnar/heap-pool.ts'
import type { RecordBatch } from '../columnar/record-batch.ts'
import type { Scan, Source } from '../connector/connector.ts'
import { readAll } from '../connector/read-limit.ts'
import { invariant } from '../errors.ts'
import type { Evaluation } from '../expressions/evaluation.ts'
import { refuseAction } from '../plan/analyze/streaming.ts'
import type { Node } from '../plan/nodes.ts'
import { planQuery } from '../plan/plan-query.ts'
import type { RunningPlan, SourceEdge } from '../plan/running-plan.ts'
import { FlowControl } from '../stream/flow.ts'
import type { IO } from '../stream/processor.ts'
import { Subscription } from '../stream/rx.ts'
import { batchEvaluation } from './batch-evaluation.ts'
import { EphemeralState } from './ephemeral-state.ts'
import { sourceOf } from './open-source.ts'
import type { SessionContext } from './session-context.ts'

/** Gets each batch, readable until it returns (memory is not pooled, so it may also be kept); false = enough. */
export type BatchReader = (batch: RecordBatch) => boolean

/**
 * Runs a static plan and hands its rows to `read`.
 *
 * @throws Spark's refusal of actions on a streaming plan, before anything is read
 */
export async function runBatch(node: Node, context: SessionContext, read: BatchReader): Promise<void> {
  context.requireRunning()
  refuseAction(node)
  const plan = await context.cache.replaced(node, context.planner, (cached) => allBatches(cached, context))
  await runPlan(plan, context, read)
}

async function allBatches(node: Node, context: SessionContext): Promise<readonly RecordBatch[]> {
  const batches: RecordBatch[] = []
  await runPlan(node, context, (batch) => batches.push(batch) > 0)
  return batches
}

async function runPlan(node: Node, context: SessionContext, read: BatchReader): Promise<void> {
  const planned = planQuery(node, context.planner, { kind: 'batch', outputMode: 'append' })
  const reads = await Promise.all(planned.sources.map((source) => openSource(source, context)))
  const byRelation = new Map(reads.map((one) => [one.relation, one]))
  const evaluation = batchEvaluation(context)
  try {
    const running = await planned.start({
      outputMode: 'append',
      evaluation,
      pool: heapPool,
      watermarkPolicy: 'min',
      initialWatermark: 0n,
      openScan: (source, request) => staticRead(byRelation, source.options.relation).source.open(request, evaluation),
      openState: async () => new EphemeralState(),
    })
    await runEpoch(running, byRelation, evaluation, read).finally(() => running.close())
  } finally {
    await Promise.all(reads.map((one) => one.source.stop()))
  }
}

interface StaticRead {
  readonly relation: string
  readonly source: Source
  readonly end: Awaited<ReturnType<Source['latestOffset']>>
}

async function openSource(node: Node<'source'>, context: SessionContext): Promise<StaticRead> {
  const { relation, create } = sourceOf(node, context)
  const source = await create(undefined)
  const initial = await source.initialOffset()
  return { relation, source, end: await source.latestOffset(initial, readAll) }
}

function staticRead(reads: ReadonlyMap<string, StaticRead>, relation: string): StaticRead {
  const read = reads.get(relation)
  invariant(read, `a plan reads ${relation}, which was not opened`)
  return read
}

function runEpoch(
  running: RunningPlan,
  reads: ReadonlyMap<string, StaticRead>,
  evaluation: Evaluation,
  read: BatchReader,
): Promise<void> {
  const stopped = new AbortController()
  const closings: Promise<void>[] = []
  const io: IO = {
    signal: stopped.signal,
    flow: new FlowControl({ signal: stopped.signal }),
    pool: heapPool,
    closing: (done) => closings.push(done),
  }
  const feed = (edges: readonly SourceEdge[]): Subscription => {
    const reading = new Subscription()
    // What has to be complete before the rest is read comes first (build sides of joins).
    const order = edges.toSorted((a, b) => b.build - a.build)
    const next = (at: number): void => {
      const edge = order[at]
      if (edge === undefined || reading.closed) return
      const { end } = staticRead(reads, edge.relation)
      reading.add(readEdge(edge, edge.scan, end, io, () => next(at + 1)))
    }
    next(0)
    return reading
  }
  const input = { epoch: 0, batchTime: evaluation.batchTime, watermark: 0n }
  const done = new Promise<void>((resolve, reject) => {
    const subscription = new Subscription()
    subscription.add(
      running.epoch(input, feed).subscribe({
        next: (message) => {
          if (message.kind !== 'batch' || subscription.closed) return
          try {
            if (read(message.batch)) return
          } catch (error) {
            // RxJS would throw it in a timer, which ends the process.
            reject(error)
          }
          subscription.unsubscribe()
          stopped.abort()
          resolve()
        },
        error: reject,
        complete: resolve,
      }),
    )
  })
  return done.finally(() => Promise.all(closings))
}

function readEdge(edge: SourceEdge, scan: Scan, end: StaticRead['end'], io: IO, then: () => void): Subscription {
  if (end === null) {
    edge.barrier()
    then()
    return new Subscription()
  }
  return scan.read(null, end, io).subscribe({
    next: (batch) => edge.batch(batch),
    error: (error) => edge.error(error),
    complete: () => {
      edge.barrier()
      then()
    },
  })
}
