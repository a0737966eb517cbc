import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { PoisoningPool } from '../../lib/columnar/poisoning-pool.ts'
import { rowsOf } from '../../lib/columnar/values.ts'
import type { Gate } from '../../lib/stream/align.ts'
import type { Message } from '../../lib/stream/message.ts'
import type { Processor } from '../../lib/stream/processor.ts'
import { type Observable, Subject } from '../../lib/stream/rx.ts'
import { joinStage } from '../../lib/stream/stage.ts'
import { leasedCopy } from '../../lib/testing/run-stage.ts'
import { marbleScheduler, marbles, numbers, rows } from './messages.ts'

const merging: Processor = { onBatch: (batch, out) => out.batch(batch) }
const union = (right: Observable<Message>, gates: readonly (Gate | undefined)[] = []) =>
  joinStage(right, () => ({ processor: merging, output: numbers }), gates)

describe('a stage of two inputs', () => {
  test('begins an epoch with its first input and ends it with its last', () => {
    marbleScheduler().run(({ hot, expectObservable }) => {
      const left = hot(' s-E-a-x-------|', marbles)
      const right = hot('-s-E-b--c-x---|', marbles)
      const output = '   -sE-ab--c-x---|'
      expectObservable(left.pipe(union(right))).toBe(output, marbles)
    })
  })

  test('keeps what an input sends of the next epoch until the other has ended this one', () => {
    marbleScheduler().run(({ hot, expectObservable }) => {
      const left = hot(' s-ExFb------y|', marbles)
      const right = hot('s-E---a-x---Fy|', marbles)
      // F and b of the left come out as soon as the right has ended epoch 0.
      const output = '   s-E---a-(xFb)y|'
      expectObservable(left.pipe(union(right))).toBe(output, marbles)
    })
  })

  test('sends the minimum of the watermarks, when neither side owes the epoch anything any more', () => {
    marbleScheduler().run(({ hot, expectObservable }) => {
      const left = hot(' s-Ewx------|', marbles)
      const right = hot('s-E----avx-|', marbles)
      const output = '   s-E----avx-|'
      expectObservable(left.pipe(union(right))).toBe(output, marbles)
    })
  })

  test('leaves an input without a watermark out of the minimum, but waits for its rows', () => {
    marbleScheduler().run(({ hot, expectObservable }) => {
      const left = hot(' s-Ewx--------|', marbles)
      const right = hot('s-E---a--x---|', marbles)
      const output = '   s-E---a--(wx)|'
      expectObservable(left.pipe(union(right))).toBe(output, marbles)
    })
  })

  test('never sends a watermark below 1970', () => {
    const negative = {
      ...marbles,
      n: { kind: 'watermark', time: -5n } as Message,
      z: { kind: 'watermark', time: 0n } as Message,
    }
    marbleScheduler().run(({ hot, expectObservable }) => {
      const left = hot(' s-En-x--|', negative)
      const right = hot('s-E-n-x-|', negative)
      expectObservable(left.pipe(union(right))).toBe('s-E-z-x-|', negative)
    })
  })

  test('lets one side complete and goes on with the other', () => {
    marbleScheduler().run(({ hot, expectObservable }) => {
      const left = hot(' s-Ex|', marbles)
      const right = hot('s-Ex--Faw-y|', marbles)
      const output = '   s-Ex--Faw-y|'
      expectObservable(left.pipe(union(right))).toBe(output, marbles)
    })
  })

  test('fails when the sides end different epochs', () => {
    const errors: unknown[] = []
    const [left, right] = [new Subject<Message>(), new Subject<Message>()]
    left.pipe(union(right)).subscribe({ error: (error) => errors.push(error) })
    for (const mark of 'sEx') left.next(marbles[mark] as Message)
    for (const mark of 'sFy') right.next(marbles[mark] as Message)
    expect(errors.map(String)).toEqual([
      '[MILLRACE_STREAM_PROTOCOL] The stream protocol was broken: one input ended epoch 0, another epoch 1',
    ])
  })

  test('pauses the source of a side that waits and lets it go on with the next epoch', () => {
    const calls: string[] = []
    const gate = (name: string) => ({
      pause: () => calls.push(`${name} pauses`),
      resume: () => calls.push(`${name} goes on`),
    })
    const [left, right] = [new Subject<Message>(), new Subject<Message>()]
    left.pipe(union(right, [gate('left'), gate('right')])).subscribe()
    for (const mark of 'sE') {
      left.next(marbles[mark] as Message)
      right.next(marbles[mark] as Message)
    }
    left.next(marbles['x'] as Message)
    expect(calls).toEqual(['left pauses'])
    right.next(marbles['x'] as Message)
    expect(calls).toEqual(['left pauses', 'left goes on', 'right goes on'])
  })

  test('a synchronous producer that is called back while it sends keeps the order', () => {
    const output: string[] = []
    const [left, right] = [new Subject<Message>(), new Subject<Message>()]
    left.pipe(union(right)).subscribe((message) => {
      output.push(message.kind === 'batch' ? String(rowsOf(message.batch)) : message.kind)
      if (message.kind === 'batch' && output.filter((one) => one === '1').length === 1 && !output.includes('2')) {
        right.next(marbles['b'] as Message)
        output.push('returned')
      }
    })
    for (const mark of 'sE') {
      left.next(marbles[mark] as Message)
      right.next(marbles[mark] as Message)
    }
    left.next(marbles['a'] as Message)
    expect(output).toEqual(['schema', 'epoch', '1', 'returned', '2'])
  })

  test('gives back every batch it kept, also on unsubscribe', () => {
    const pool = new PoisoningPool()
    const [left, right] = [new Subject<Message>(), new Subject<Message>()]
    const subscription = left.pipe(union(right)).subscribe()
    for (const mark of 'sE') {
      left.next(marbles[mark] as Message)
      right.next(marbles[mark] as Message)
    }
    for (const mark of 'xF') left.next(marbles[mark] as Message)
    const batch = leasedCopy((rows(7n) as Message & { kind: 'batch' }).batch, pool)
    left.next({ kind: 'batch', batch })
    batch.release()
    expect(pool.retainedBytes).toBeGreaterThan(0)
    subscription.unsubscribe()
    expect(pool.retainedBytes).toBe(0)
  })

  test('whatever the interleaving, each epoch comes out once, whole and in order', () => {
    const epochs = 3
    const script = (name: number) =>
      Array.from({ length: epochs }, (_, epoch): Message[] => [
        { kind: 'epoch', epoch, batchTime: 0n },
        rows(BigInt(10 * epoch + name)),
        { kind: 'watermark', time: BigInt(epoch + name) },
        { kind: 'barrier', epoch },
      ]).flat()
    const expected = Array.from({ length: epochs }, (_, epoch) => [
      'epoch',
      ...[10 * epoch, 10 * epoch + 1].map(String),
      `w${epoch}`,
      `barrier ${epoch}`,
    ])
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 64, maxLength: 64 }), (choices) => {
        const output: string[] = []
        const sides = [new Subject<Message>(), new Subject<Message>()] as const
        sides[0].pipe(union(sides[1])).subscribe((message) => {
          if (message.kind === 'batch') output.push(String(rowsOf(message.batch)))
          else if (message.kind === 'watermark') output.push(`w${message.time}`)
          else if (message.kind === 'barrier') output.push(`barrier ${message.epoch}`)
          else if (message.kind === 'epoch') output.push('epoch')
        })
        const queues = [0, 1].map((side): Message[] => [marbles['s'] as Message, ...script(side)])
        for (const choice of [...choices, ...choices.map((one) => !one)]) {
          const message = queues[choice ? 1 : 0]?.shift()
          if (message) sides[choice ? 1 : 0].next(message)
        }
        // Within an epoch the two rows may come in either order.
        const sorted = expected.map(
          (one, epoch) => [...output.slice(5 * epoch, 5 * epoch + 5)].sort().join() === [...one].sort().join(),
        )
        expect(output).toHaveLength(5 * epochs)
        expect(sorted).toEqual(expected.map(() => true))
        expect(output.filter((one) => one.startsWith('barrier'))).toEqual(['barrier 0', 'barrier 1', 'barrier 2'])
        expect(output.map((one, at) => (at % 5 === 3 ? one.startsWith('w') : true)).every(Boolean)).toBe(true)
      }),
    )
  })
})
