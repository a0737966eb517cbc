import { describe, expect, test } from 'vitest'
import type { Message } from '../../lib/stream/message.ts'
import type { Out, Processor } from '../../lib/stream/processor.ts'
import { Observable, Subject } from '../../lib/stream/rx.ts'
import { stage } from '../../lib/stream/stage.ts'
import { marbleScheduler, marbles, numbers, rows } from './messages.ts'

const forwarding: Processor = { onBatch: (batch, out) => out.batch(batch) }
const through = (processor: Processor) => stage(() => ({ processor, output: numbers }))

describe('a stage of one input', () => {
  test('forwards every message for which its processor has no handler, in order', () => {
    marbleScheduler().run(({ hot, expectObservable }) => {
      const source = hot('  sEabvx-Fcwy|', marbles)
      expectObservable(source.pipe(through(forwarding))).toBe('sEabvx-Fcwy|', marbles)
    })
  })

  test('lets a processor emit before it forwards a watermark or a barrier', () => {
    const processor: Processor = {
      onBatch() {},
      onWatermark(time, out) {
        out.batch((rows(3n) as Message & { kind: 'batch' }).batch)
        out.watermark(time)
      },
      onBarrier(epoch, out) {
        out.barrier(epoch)
      },
    }
    marbleScheduler().run(({ cold, expectObservable }) => {
      expectObservable(cold('sEav---x|', marbles).pipe(through(processor))).toBe('sE-(cv)x|', marbles)
    })
  })

  test('gives a processor its last word on completion', () => {
    const processor: Processor = {
      onBatch() {},
      onComplete: (out: Out) => out.batch((rows(4n) as Message & { kind: 'batch' }).batch),
    }
    marbleScheduler().run(({ cold, expectObservable }) => {
      expectObservable(cold('sEa---|', marbles).pipe(through(processor))).toBe('sE----(d|)', marbles)
    })
  })

  test('passes an error of its input on and is closed once', () => {
    let closed = 0
    const processor: Processor = { ...forwarding, close: () => closed++ }
    marbleScheduler().run(({ cold, expectObservable }) => {
      expectObservable(cold('sEa#', marbles).pipe(through(processor))).toBe('sEa#', marbles)
    })
    expect(closed).toBe(1)
  })

  test('fails with what its processor throws and sees no message after it', () => {
    const seen: number[] = []
    const processor: Processor = {
      onBatch() {
        seen.push(1)
        throw new Error('broken')
      },
    }
    const errors: unknown[] = []
    new Observable<Message>((subscriber) => {
      for (const mark of 'sEabx') subscriber.next(marbles[mark] as Message)
    })
      .pipe(through(processor))
      .subscribe({ error: (error) => errors.push(error) })
    expect(seen).toEqual([1])
    expect(errors).toEqual([new Error('broken')])
  })

  test('fails when its start throws', () => {
    const errors: unknown[] = []
    const failing = stage(() => {
      throw new Error('no such column')
    })
    new Observable<Message>((subscriber) => subscriber.next(marbles['s'] as Message))
      .pipe(failing)
      .subscribe({ error: (error) => errors.push(error) })
    expect(errors).toEqual([new Error('no such column')])
  })

  test('starts a new processor for each subscription and closes it on unsubscribe', () => {
    let started = 0
    let closed = 0
    const counting = stage(() => {
      started++
      return { processor: { ...forwarding, close: () => closed++ }, output: numbers }
    })
    const source = new Subject<Message>()
    const first = source.pipe(counting).subscribe()
    const second = source.pipe(counting).subscribe()
    source.next(marbles['s'] as Message)
    expect(started).toBe(2)
    first.unsubscribe()
    expect(closed).toBe(1)
    second.unsubscribe()
    expect(closed).toBe(2)
  })

  test('refuses a message before the schema and a second schema', () => {
    marbleScheduler().run(({ cold, expectObservable }) => {
      const broken = (text: string) => new Error(`The stream protocol was broken: ${text}`)
      expectObservable(cold('a', marbles).pipe(through(forwarding))).toBe(
        '#',
        marbles,
        broken('batch before the schema'),
      )
      expectObservable(cold('ss', marbles).pipe(through(forwarding))).toBe('s#', marbles, broken('a second schema'))
    })
  })
})
