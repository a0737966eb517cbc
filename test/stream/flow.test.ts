import { describe, expect, test } from 'vitest'
import { batchOf } from '../../lib/columnar/builder.ts'
import { PoisoningPool } from '../../lib/columnar/poisoning-pool.ts'
import type { RecordBatch } from '../../lib/columnar/record-batch.ts'
import { rowsOf } from '../../lib/columnar/values.ts'
import { FlowControl, TurnClock } from '../../lib/stream/flow.ts'
import type { Message } from '../../lib/stream/message.ts'
import type { IO, Processor } from '../../lib/stream/processor.ts'
import { pull } from '../../lib/stream/pull.ts'
import { Observable } from '../../lib/stream/rx.ts'
import { joinStage } from '../../lib/stream/stage.ts'
import { leasedCopy } from '../../lib/testing/run-stage.ts'
import { numbers } from './messages.ts'

const still = () => new TurnClock(() => 0)
const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve))

describe('flow control of a source', () => {
  test('lets the source go on below its limit', () => {
    const flow = new FlowControl({ signal: new AbortController().signal, limitBytes: 10, turns: still() })
    flow.hold(9)
    expect(flow.ready()).toBeUndefined()
  })

  test('holds the source at its limit until a sink has written', async () => {
    const flow = new FlowControl({ signal: new AbortController().signal, limitBytes: 10, turns: still() })
    flow.hold(10)
    const waiting = flow.ready()
    expect(waiting).toBeInstanceOf(Promise)
    let went = false
    const gone = waiting?.then(() => {
      went = true
    })
    await nextTurn()
    expect(went).toBe(false)
    flow.written(1)
    await gone
    expect(flow.inFlight).toBe(9)
  })

  test('counts what is retained of the source and looks again until it is released', async () => {
    const pool = new PoisoningPool()
    const flow = new FlowControl({ signal: new AbortController().signal, pool, limitBytes: 100, turns: still() })
    const lease = pool.lease(4096)
    lease.retain('a sink')
    const waiting = flow.ready()
    expect(flow.inFlight).toBe(4096)
    lease.release('a sink')
    await waiting
  })

  test('waits while it is paused', async () => {
    const flow = new FlowControl({ signal: new AbortController().signal, turns: still() })
    flow.pause()
    const waiting = flow.ready()
    flow.resume()
    await waiting
    expect(flow.ready()).toBeUndefined()
  })

  test('rejects with AbortError on unsubscribe, also while it waits', async () => {
    const abort = new AbortController()
    const flow = new FlowControl({ signal: abort.signal, limitBytes: 1, turns: still() })
    flow.hold(1)
    const waiting = flow.ready()
    abort.abort()
    await expect(waiting).rejects.toThrow('unsubscribed')
    await expect(flow.ready()).rejects.toMatchObject({ name: 'AbortError' })
  })

  test('gives timers a turn when 5 ms have passed without a macrotask', async () => {
    let now = 0
    const turns = new TurnClock(() => now)
    const flow = new FlowControl({ signal: new AbortController().signal, turns })
    now = 4
    expect(flow.ready()).toBeUndefined()
    now = 5
    let turned = false
    setImmediate(() => {
      turned = true
    })
    await flow.ready()
    expect(turned).toBe(true)
    expect(flow.ready()).toBeUndefined()
  })
})

/** Leased batches of one number each. */
function* counting(from: number, to: number, pool: PoisoningPool): Generator<RecordBatch> {
  for (let n = from; n < to; n++) yield leasedCopy(batchOf(numbers, [[BigInt(n)]]), pool)
}

describe('two inputs under a tiny limit', () => {
  test('do not wait for each other for ever, though one side is held at its barrier', async () => {
    const abort = new AbortController()
    const side = () => {
      const pool = new PoisoningPool()
      const flow = new FlowControl({ signal: abort.signal, pool, limitBytes: 1 })
      return { pool, flow, io: { signal: abort.signal, flow, pool } satisfies IO }
    }
    const [left, right] = [side(), side()]
    /** Each epoch's batches through `pull`, and its barrier after the last. */
    const input = ({ pool, io }: ReturnType<typeof side>, perEpoch: readonly number[]) =>
      new Observable<Message>((subscriber) => {
        subscriber.next({ kind: 'schema', schema: numbers })
        const run = (epoch: number): void => {
          const count = perEpoch[epoch]
          if (count === undefined) return subscriber.complete()
          subscriber.next({ kind: 'epoch', epoch, batchTime: 0n })
          pull(() => counting(0, count, pool))(io).subscribe({
            next: (batch) => subscriber.next({ kind: 'batch', batch }),
            error: (error) => subscriber.error(error),
            complete: () => {
              subscriber.next({ kind: 'barrier', epoch })
              run(epoch + 1)
            },
          })
        }
        run(0)
      })
    const seen: string[] = []
    const merging: Processor = { onBatch: (batch, out) => out.batch(batch) }
    const both = joinStage(input(right, [40, 1, 30]), () => ({ processor: merging, output: numbers }), [
      left.flow,
      right.flow,
    ])
    await new Promise<void>((resolve, reject) => {
      input(left, [1, 40, 2])
        .pipe(both)
        .subscribe({
          next: (message) => {
            if (message.kind === 'batch') seen.push(String(rowsOf(message.batch)))
            if (message.kind === 'barrier') seen.push(`barrier ${message.epoch}`)
          },
          error: reject,
          complete: resolve,
        })
    })
    expect(seen.filter((one) => one.startsWith('barrier'))).toEqual(['barrier 0', 'barrier 1', 'barrier 2'])
    expect(seen.length).toBe(41 + 41 + 32 + 3)
    expect(left.pool.retainedBytes + right.pool.retainedBytes).toBe(0)
  })
})
