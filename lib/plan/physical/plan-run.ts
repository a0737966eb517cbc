/** A started plan: one subscription to its stages for its whole life, one Observable for each epoch. */
import { invariant } from '../../errors.ts'
import type { Message } from '../../stream/message.ts'
import { Observable, type Subscriber, Subscription, type TeardownLogic } from '../../stream/rx.ts'
import { type EventTimeStats, nextWatermark } from '../../stream/watermark-tracker.ts'
import type { Micros } from '../../types/data-type.ts'
import type { Schema } from '../../types/schema.ts'
import type { Planner } from '../planner.ts'
import type { EpochInput, RunningPlan, SourceEdge, StartPlanOptions, StatefulStage } from '../running-plan.ts'
import { IdleTrackers } from './idle-trackers.ts'
import type { PhysicalPlan, ReadPlan } from './physical-plan.ts'
import type { PlanClock } from './plan-clock.ts'
import type { InnerEdge, PlanEdge } from './plan-edge.ts'
import { inputWatermark, operatorsOf, placeOf } from './plan-watermarks.ts'
import { rowsRead } from './rows-read.ts'

/** The parts of a plan that has been wired. */
export interface PlanParts {
  readonly schema: Schema
  readonly root: PhysicalPlan
  readonly edges: ReadonlyMap<ReadPlan, PlanEdge>
  /** What is built into joins before what it is joined to. */
  readonly inner: readonly InnerEdge[]
  readonly stages: readonly StatefulStage[]
  readonly clock: PlanClock
  readonly output: Observable<Message>
  readonly planner: Planner
  readonly options: StartPlanOptions
}

export class PlanRun implements RunningPlan {
  readonly schema: Schema
  readonly edges: readonly SourceEdge[]
  readonly stages: readonly StatefulStage[]
  readonly hasWatermark: boolean
  readonly #parts: PlanParts
  readonly #pipeline = new Subscription()
  readonly #idle: IdleTrackers
  /** Who gets the current epoch's messages. */
  #subscriber: Subscriber<Message> | undefined
  #opened = false
  #closed = false
  /** Why the plan cannot run another epoch. */
  #dead: string | undefined
  #failure: { readonly error: unknown } | undefined

  constructor(parts: PlanParts) {
    this.#parts = parts
    this.schema = parts.schema
    this.edges = [...parts.edges.values()]
    for (const edge of [...parts.edges.values(), ...parts.inner]) edge.onBarrier = () => this.#endInner()
    this.stages = parts.stages
    this.#idle = new IdleTrackers(parts.options.watermarkIdleTimeout)
    this.hasWatermark = operatorsOf(parts.root).some((one) => one.definition.bearsWatermark)
  }

  epoch(input: EpochInput, feed: (edges: readonly SourceEdge[]) => TeardownLogic): Observable<Message> {
    return new Observable<Message>((subscriber) => {
      invariant(this.#dead === undefined, `epoch ${input.epoch} of a plan that ${this.#dead}`)
      invariant(this.#subscriber === undefined, `epoch ${input.epoch} before the last one ended`)
      this.#subscriber = subscriber
      subscriber.add(() => {
        if (this.#subscriber !== subscriber) return
        this.#subscriber = undefined
        this.#dead ??= `was unsubscribed in epoch ${input.epoch}`
      })
      this.#begin(input, subscriber)
      if (!subscriber.closed) subscriber.add(feed(this.edges))
    })
  }

  #begin({ epoch, batchTime, watermark }: EpochInput, subscriber: Subscriber<Message>): void {
    const { clock, edges, inner, options } = this.#parts
    options.evaluation.batchTime = batchTime
    options.evaluation.epoch = epoch
    clock.watermark = watermark
    this.#open()
    if (subscriber.closed) return
    const first = this.stages.every(({ store }) => store.version === 0)
    for (const edge of edges.values()) edge.idle = edge.once && !first
    subscriber.next({ kind: 'schema', schema: this.schema })
    for (const edge of [...edges.values(), ...inner]) edge.begin(epoch, batchTime)
    this.#endInner()
  }

  /** Ends the edges that the plan makes by itself, as far as what is built into joins above them is whole. */
  #endInner(): void {
    const { edges, inner } = this.#parts
    const next = inner.find((edge) => !edge.ended)
    if (!next) return
    for (const one of edges.values()) if (!one.ended && one.build > next.build) return
    next.barrier()
  }

  /** Wires the stages and sends them their schemas, once: they fill their state from the checkpoint. */
  #open(): void {
    if (this.#opened) return
    this.#opened = true
    const { edges, inner } = this.#parts
    this.#connect()
    for (const edge of [...edges.values(), ...inner]) edge.open()
  }

  #connect(): void {
    const { output } = this.#parts
    this.#pipeline.add(
      output.subscribe({
        next: (message) => {
          // Each epoch's own schema message stands for the one that the stages send once.
          if (message.kind !== 'schema') this.#forward(message)
        },
        error: (error: unknown) => this.#fail(error),
        complete: () => this.#fail(new Error('a stage completed before its plan was closed')),
      }),
    )
  }

  #forward(message: Message): void {
    const subscriber = this.#subscriber
    if (!subscriber) return
    if (message.kind !== 'barrier') return subscriber.next(message)
    // The epoch is over before its subscriber hears of it: it may begin the next one at once.
    this.#subscriber = undefined
    subscriber.next(message)
    subscriber.complete()
  }

  #fail(error: unknown): void {
    this.#dead ??= 'failed'
    this.#failure ??= { error }
    const subscriber = this.#subscriber
    this.#subscriber = undefined
    subscriber?.error(error)
  }

  inputRows(relation: string): number {
    const { root, edges } = this.#parts
    return rowsRead(root, relation, (read) => edges.get(read)?.rows ?? 0)
  }

  nextWatermark(before: Micros): Micros {
    const { clock, options } = this.#parts
    const active = this.#idle.active(clock.trackers, options.evaluation.batchTime)
    return nextWatermark(active, options.watermarkPolicy, before)
  }

  takeEventTimeStats(): EventTimeStats | undefined {
    const all = this.#parts.clock.trackers.map((tracker) => tracker.takeStats())
    return all.find((one) => one !== undefined)
  }

  needsBatch(before: Micros | undefined, now: Micros, time: Micros): boolean {
    if (this.#isDue(time)) return true
    if (before === undefined) return false
    const { planner, options, root } = this.#parts
    const around = { outputMode: options.outputMode, binder: planner.binder }
    return operatorsOf(root).some((one) => {
      const last = inputWatermark(one, before, around)
      const next = inputWatermark(one, now, around)
      if (last === undefined || next === undefined) return false
      return one.definition.needsBatch?.(one.node.options, last, next, placeOf(one, around)) ?? false
    })
  }

  #isDue(time: Micros): boolean {
    // After a restart the stages must have read their state before they can say what is due.
    if (this.stages.some(({ store }) => store.version > 0)) this.#open()
    if (this.#failure) throw this.#failure.error
    return this.stages.some(({ store }) => {
      const due = store.due?.()
      return due !== undefined && due <= time
    })
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#dead ??= 'was closed'
    this.#pipeline.unsubscribe()
  }
}
