/** Where rows enter a running plan. */
import { allRows } from '../../columnar/gather.ts'
import type { RecordBatch } from '../../columnar/record-batch.ts'
import type { Scan } from '../../connector/connector.ts'
import type { Message } from '../../stream/message.ts'
import { type Observable, Subject } from '../../stream/rx.ts'
import type { Micros } from '../../types/data-type.ts'
import { Schema } from '../../types/schema.ts'
import type { Node } from '../nodes.ts'
import type { SourceEdge } from '../running-plan.ts'
import type { ReadPlan } from './physical-plan.ts'

/** An edge that the plan begins and ends by itself, for operators without inputs. */
export class InnerEdge {
  /** See `SourceEdge.build`. */
  readonly build: number
  /** Has the edge had its barrier in the current epoch? */
  ended = true
  /** Called after each barrier. */
  onBarrier: () => void = () => {}
  protected readonly subject = new Subject<Message>()
  protected epoch = -1

  constructor(build: number) {
    this.build = build
  }

  /** Hot: every place of the plan that reads this edge gets each message once. */
  get messages(): Observable<Message> {
    return this.subject
  }

  get schema(): Schema {
    return new Schema([])
  }

  /** The first message of the edge's life. */
  open(): void {
    this.subject.next({ kind: 'schema', schema: this.schema })
  }

  begin(epoch: number, batchTime: Micros): void {
    this.epoch = epoch
    this.ended = false
    this.subject.next({ kind: 'epoch', epoch, batchTime })
  }

  barrier(): void {
    this.ended = true
    this.subject.next({ kind: 'barrier', epoch: this.epoch })
    this.onBarrier()
  }
}

/** One read of a source. */
export class PlanEdge extends InnerEdge implements SourceEdge {
  readonly relation: string
  readonly node: Node<'source'>
  readonly streaming: boolean
  readonly scan: Scan
  /** Rows given in the current epoch. */
  rows = 0
  idle = false
  /** Read in a query's first epoch only. */
  readonly once: boolean
  readonly #maxBatchRows: number | undefined

  /** @param maxBatchRows batches of more rows are handed on in pieces; undefined = as the source gives them */
  constructor(read: ReadPlan, scan: Scan, maxBatchRows?: number) {
    super(read.build)
    this.once = read.once
    this.#maxBatchRows = maxBatchRows
    this.node = read.node
    this.relation = read.node.options.relation
    this.streaming = read.node.options.streaming
    this.scan = scan
  }

  override get schema(): Schema {
    return this.scan.schema
  }

  override begin(epoch: number, batchTime: Micros): void {
    this.rows = 0
    super.begin(epoch, batchTime)
  }

  batch(batch: RecordBatch): void {
    // A file without rows is data for the epoch, but nothing for its stages.
    if (batch.selected === 0) return
    this.rows += batch.selected
    const most = this.#maxBatchRows
    if (most === undefined || batch.selected <= most) return this.subject.next({ kind: 'batch', batch })
    const rows = batch.selection ?? allRows(batch.length)
    for (let from = 0; from < batch.selected; from += most) {
      const count = Math.min(most, batch.selected - from)
      this.subject.next({ kind: 'batch', batch: batch.select(rows.subarray(from, from + count), count) })
    }
  }

  error(error: unknown): void {
    this.subject.error(error)
  }
}
