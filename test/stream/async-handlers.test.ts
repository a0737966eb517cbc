import { describe, expect, test } from 'vitest'
import { BufferPool } from '../../lib/columnar/buffer-pool.ts'
import { RecordBatch } from '../../lib/columnar/record-batch.ts'
import { rowsOf } from '../../lib/columnar/values.ts'
import type { Message } from '../../lib/stream/message.ts'
import type { Processor } from '../../lib/stream/processor.ts'
import { Subject } from '../../lib/stream/rx.ts'
import { joinStage, stage } from '../../lib/stream/stage.ts'
import { marbles, numbers, rows } from './messages.ts'

/** A promise that the test settles. */
class Gate {
  open: () => void = () => {}
  fail: (error: unknown) => void = () => {}
  readonly promise = new Promise<void>((resolve, reject) => {
    this.open = resolve
    this.fail = reject
  })
}

/** Messages in short: `s`, `E0`, `3` for a row, `w1`, `x0`. */
function short(message: Message): string {
  switch (message.kind) {
    case 'schema':
      return 's'
    case 'epoch':
      return `E${message.epoch}`
    case 'batch':
      return rowsOf(message.batch).join()
    case 'watermark':
      return `w${message.time}`
    case 'barrier':
      return `x${message.epoch}`
  }
}

const batch = (n: bigint): RecordBatch => (rows(n) as Message & { kind: 'batch' }).batch

function recorded(processor: Processor) {
  const source = new Subject<Message>()
  const seen: string[] = []
  const subscription = source.pipe(stage(() => ({ processor, output: numbers }))).subscribe({
    next: (message) => seen.push(short(message)),
    error: (error: Error) => seen.push(error.message),
    complete: () => seen.push('|'),
  })
  const send = (marks: string) => {
    for (const mark of marks) source.next(marbles[mark] as Message)
  }
  return { source, seen, subscription, send }
}

const forwarding: Processor['onBatch'] = (one, out) => out.batch(one)

describe('a processor whose handlers give promises', () => {
  test('holds back all that follows, in order, until the handler has settled', async () => {
    const gate = new Gate()
    const { source, seen, send } = recorded({
      onBatch: forwarding,
      async onWatermark(time, out) {
        await gate.promise
        out.batch(batch(9n))
        out.watermark(time)
      },
    })
    send('sEavxFbwy')
    source.complete()
    expect(seen).toEqual(['s', 'E0', '1'])
    gate.open()
    await expect.poll(() => seen.at(-1)).toBe('|')
    expect(seen).toEqual(['s', 'E0', '1', '9', 'w1', 'x0', 'E1', '2', '9', 'w2', 'x1', '|'])
  })

  test('may give a promise at one message and none at the next', async () => {
    let calls = 0
    const { seen, send } = recorded({
      onBatch: forwarding,
      onBarrier(epoch, out) {
        if (calls++ > 0) return out.barrier(epoch)
        return Promise.resolve().then(() => out.barrier(epoch))
      },
    })
    send('sEaxFby')
    expect(seen).toEqual(['s', 'E0', '1'])
    await expect.poll(() => seen.at(-1)).toBe('x1')
    expect(seen).toEqual(['s', 'E0', '1', 'x0', 'E1', '2', 'x1'])
  })

  test('completes when its last word has been given', async () => {
    const gate = new Gate()
    const { source, seen, send } = recorded({
      onBatch: forwarding,
      async onComplete(out) {
        await gate.promise
        out.batch(batch(7n))
      },
    })
    send('sEax')
    source.complete()
    expect(seen.at(-1)).toBe('x0')
    gate.open()
    await expect.poll(() => seen.at(-1)).toBe('|')
    expect(seen.at(-2)).toBe('7')
  })

  test('fails the stream with what the handler rejects with, and drops what waited', async () => {
    const gate = new Gate()
    let closed = 0
    const { seen, send } = recorded({
      onBatch: forwarding,
      onWatermark: () => gate.promise,
      close: () => closed++,
    })
    send('sEavxFb')
    gate.fail(new Error('broken'))
    await expect.poll(() => seen.at(-1)).toBe('broken')
    expect(seen).toEqual(['s', 'E0', '1', 'broken'])
    expect(closed).toBe(1)
  })

  test('passes an error of its input on at once', () => {
    const { source, seen, send } = recorded({ onBatch: forwarding, onWatermark: () => new Promise(() => {}) })
    send('sEavx')
    source.error(new Error('gone'))
    expect(seen).toEqual(['s', 'E0', '1', 'gone'])
  })

  test('sends nothing after an unsubscribe, and gives back the batches that waited', async () => {
    const gate = new Gate()
    const pool = new BufferPool()
    let late: RecordBatch | undefined
    const { source, seen, subscription, send } = recorded({
      onBatch: forwarding,
      async onWatermark(time, out) {
        await gate.promise
        late = leased(pool, 5n)
        out.batch(late)
        out.watermark(time)
      },
    })
    send('sEvxF')
    const waiting = leased(pool, 4n)
    source.next({ kind: 'batch', batch: waiting })
    expect(pool.retainedBytes).toBeGreaterThan(0)
    waiting.release()
    subscription.unsubscribe()
    expect(pool.retainedBytes).toBe(0)
    gate.open()
    await expect.poll(() => late).toBeDefined()
    expect(pool.retainedBytes).toBe(0)
    expect(seen).toEqual(['s', 'E0'])
  })

  test('reads a batch that waited, whose producer has long released it', async () => {
    const gate = new Gate()
    const pool = new BufferPool()
    const { source, seen, send } = recorded({
      onBatch: forwarding,
      onBarrier: (epoch, out) => gate.promise.then(() => out.barrier(epoch)),
    })
    send('sExF')
    const waiting = leased(pool, 4n)
    source.next({ kind: 'batch', batch: waiting })
    waiting.release()
    gate.open()
    await expect.poll(() => seen).toEqual(['s', 'E0', 'x0', 'E1', '4'])
    expect(pool.retainedBytes).toBe(0)
  })

  test('does not mix what a message of its own output brings about with what waited', async () => {
    const { source, seen, send } = recorded({
      onBatch: forwarding,
      onBarrier: (epoch, out) => Promise.resolve().then(() => out.barrier(epoch)),
    })
    // A driver begins the next epoch as soon as it sees the barrier.
    const left = ['F', 'b', 'y']
    send('sEa')
    const push = seen.push.bind(seen)
    seen.push = (...items: string[]) => {
      const length = push(...items)
      if (items[0] === 'x0') for (const mark of left.splice(0)) source.next(marbles[mark] as Message)
      return length
    }
    send('x')
    await expect.poll(() => seen.at(-1)).toBe('x1')
    expect([...seen]).toEqual(['s', 'E0', '1', 'x0', 'E1', '2', 'x1'])
  })
})

describe('a processor of two inputs whose handlers give promises', () => {
  test('holds back both inputs', async () => {
    const gate = new Gate()
    const right = new Subject<Message>()
    const left = new Subject<Message>()
    const seen: string[] = []
    const processor: Processor = {
      onBatch: (one, out) => out.batch(one),
      onBarrier: (epoch, out) => gate.promise.then(() => out.barrier(epoch)),
    }
    left
      .pipe(joinStage(right, () => ({ processor, output: numbers })))
      .subscribe((message) => seen.push(short(message)))
    const send = (to: Subject<Message>, marks: string) => {
      for (const mark of marks) to.next(marbles[mark] as Message)
    }
    send(right, 'sEa')
    send(left, 'sEbx')
    send(right, 'xFc')
    send(left, 'Fdy')
    send(right, 'y')
    expect(seen).toEqual(['s', 'E0', '1', '2'])
    gate.open()
    await expect.poll(() => seen.at(-1)).toBe('x1')
    expect(seen).toEqual(['s', 'E0', '1', '2', 'x0', 'E1', '3', '4', 'x1'])
  })
})

/** A row whose memory is the pool's. */
function leased(pool: BufferPool, n: bigint): RecordBatch {
  const plain = batch(n)
  return new RecordBatch(plain.schema, plain.columns, plain.length, { leases: [pool.lease(64)] })
}
