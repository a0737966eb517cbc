import { describe, expect, test } from 'vitest'
import { PoisoningPool } from '../../lib/columnar/poisoning-pool.ts'
import type { RecordBatch } from '../../lib/columnar/record-batch.ts'
import { rowsOf } from '../../lib/columnar/values.ts'
import { asyncStage } from '../../lib/stream/async-stage.ts'
import type { Message } from '../../lib/stream/message.ts'
import { Subject } from '../../lib/stream/rx.ts'
import { leasedCopy } from '../../lib/testing/run-stage.ts'
import { marbles, rows } from './messages.ts'

const send = (source: Subject<Message>, marks: string) => {
  for (const mark of marks) source.next(marbles[mark] as Message)
}
const text = (message: Message) => (message.kind === 'batch' ? String(rowsOf(message.batch)) : message.kind)
const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

/** Work that ends when it is told to. */
function controlled() {
  const waiting: {
    readonly value: string
    readonly finish: () => void
    readonly fail: (error: Error) => void
    readonly signal: AbortSignal
  }[] = []
  const work = (batch: RecordBatch, signal: AbortSignal) =>
    new Promise<RecordBatch | undefined>((resolve, reject) => {
      waiting.push({ value: String(rowsOf(batch)), finish: () => resolve(batch), fail: reject, signal })
    })
  return { waiting, work }
}

describe('an asynchronous stage', () => {
  test('keeps the order, whatever ends first, and lets nothing overtake', async () => {
    const { waiting, work } = controlled()
    const source = new Subject<Message>()
    const seen: string[] = []
    source
      .pipe(asyncStage({ concurrency: 2 }, work))
      .subscribe({ next: (message) => seen.push(text(message)), complete: () => seen.push('complete') })
    send(source, 'sEabwx')
    source.complete()
    expect(seen).toEqual(['schema', 'epoch'])
    waiting[1]?.finish()
    await turn()
    expect(seen).toEqual(['schema', 'epoch'])
    waiting[0]?.finish()
    await turn()
    expect(seen).toEqual(['schema', 'epoch', '1', '2', 'watermark', 'barrier', 'complete'])
  })

  test('works on no more than it may at a time', async () => {
    const { waiting, work } = controlled()
    const source = new Subject<Message>()
    source.pipe(asyncStage({ concurrency: 2 }, work)).subscribe()
    send(source, 'sEabc')
    expect(waiting.map((one) => one.value)).toEqual(['1', '2'])
    waiting[0]?.finish()
    await turn()
    expect(waiting.map((one) => one.value)).toEqual(['1', '2', '3'])
  })

  test('fails with what its work rejects with and aborts the rest', async () => {
    const { waiting, work } = controlled()
    const source = new Subject<Message>()
    const errors: unknown[] = []
    source.pipe(asyncStage({ concurrency: 2 }, work)).subscribe({ error: (error) => errors.push(error) })
    send(source, 'sEab')
    waiting[0]?.fail(new Error('no answer'))
    await turn()
    expect(errors).toEqual([new Error('no answer')])
    expect(waiting[1]?.signal.aborted).toBe(true)
  })

  test('retains a batch while it is worked on and gives it back, also on unsubscribe', async () => {
    const pool = new PoisoningPool()
    const { waiting, work } = controlled()
    const source = new Subject<Message>()
    const subscription = source
      .pipe(asyncStage({ concurrency: 1 }, async (batch, signal) => void (await work(batch, signal))))
      .subscribe()
    send(source, 'sE')
    for (const n of [1n, 2n]) {
      const batch = leasedCopy((rows(n) as Message & { kind: 'batch' }).batch, pool)
      source.next({ kind: 'batch', batch })
      batch.release()
    }
    expect(pool.owners).toEqual(['asyncStage'])
    subscription.unsubscribe()
    waiting[0]?.finish()
    await turn()
    expect(pool.retainedBytes).toBe(0)
  })
})
