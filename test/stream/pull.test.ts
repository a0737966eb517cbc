import { describe, expect, test } from 'vitest'
import { batchOf } from '../../lib/columnar/builder.ts'
import { heapPool } from '../../lib/columnar/heap-pool.ts'
import { PoisoningPool } from '../../lib/columnar/poisoning-pool.ts'
import type { RecordBatch } from '../../lib/columnar/record-batch.ts'
import { rowsOf } from '../../lib/columnar/values.ts'
import type { IO } from '../../lib/stream/processor.ts'
import { pull, type Rows } from '../../lib/stream/pull.ts'
import type { Observable } from '../../lib/stream/rx.ts'
import { leasedCopy } from '../../lib/testing/run-stage.ts'
import { numbers } from './messages.ts'

const one = (n: number) => batchOf(numbers, [[BigInt(n)]])
const io = (more: Partial<IO> = {}): IO => ({
  signal: new AbortController().signal,
  flow: { ready: () => undefined },
  pool: heapPool,
  ...more,
})

function collect(rows: Observable<RecordBatch>): Promise<string[]> {
  const seen: string[] = []
  return new Promise((resolve, reject) => {
    rows.subscribe({ next: (batch) => seen.push(String(rowsOf(batch))), error: reject, complete: () => resolve(seen) })
  })
}

describe('pull', () => {
  test('gives the batches of a generator, sync or async, and completes', async () => {
    const sync: Rows = function* () {
      yield one(1)
      yield one(2)
    }
    const async: Rows = async function* () {
      yield one(3)
      await Promise.resolve()
      yield one(4)
    }
    expect(await collect(pull(sync)(io()))).toEqual(['1', '2'])
    expect(await collect(pull(async)(io()))).toEqual(['3', '4'])
  })

  test('asks the flow after each batch and waits for it', async () => {
    const events: string[] = []
    let go = (): void => {}
    const flow = {
      ready: () => {
        events.push('asked')
        return events.filter((event) => event === 'asked').length === 1
          ? new Promise<void>((resolve) => (go = resolve))
          : undefined
      },
    }
    const done = collect(
      pull(function* () {
        events.push('first')
        yield one(1)
        events.push('second')
        yield one(2)
      })(io({ flow })),
    )
    await Promise.resolve()
    expect(events).toEqual(['first', 'asked'])
    go()
    expect(await done).toEqual(['1', '2'])
    expect(events).toEqual(['first', 'asked', 'second', 'asked'])
  })

  test('releases each batch after its subscriber has seen it', async () => {
    const pool = new PoisoningPool()
    const batches: RecordBatch[] = []
    await collect(
      pull(function* () {
        for (const n of [1, 2]) {
          const batch = leasedCopy(one(n), pool)
          batches.push(batch)
          yield batch
        }
      })(io()),
    )
    for (const batch of batches) expect(() => batch.release()).toThrow('released twice')
  })

  test('runs the generator’s finally on unsubscribe while it waits, and tells when it has ended', async () => {
    const events: string[] = []
    const closings: Promise<void>[] = []
    const abort = new AbortController()
    const flow = {
      ready: () =>
        new Promise<void>((_, reject) =>
          abort.signal.addEventListener('abort', () => reject(new DOMException('', 'AbortError'))),
        ),
    }
    const subscription = pull(async function* () {
      try {
        yield one(1)
        yield one(2)
      } finally {
        await Promise.resolve()
        events.push('closed')
      }
    })(io({ flow, closing: (done) => closings.push(done) })).subscribe({
      next: (batch) => events.push(String(rowsOf(batch))),
      error: (error) => events.push(`error ${error}`),
    })
    await new Promise((resolve) => setImmediate(resolve))
    subscription.unsubscribe()
    abort.abort()
    await Promise.all(closings)
    expect(closings).toHaveLength(1)
    expect(events).toEqual(['1', 'closed'])
  })

  test('a subscriber that leaves during a batch ends the generator there', async () => {
    const events: string[] = []
    await new Promise<void>((resolve) => {
      const subscription = pull(function* () {
        try {
          yield one(1)
          yield one(2)
        } finally {
          events.push('closed')
          resolve()
        }
      })(io()).subscribe((batch) => {
        events.push(String(rowsOf(batch)))
        queueMicrotask(() => subscription.unsubscribe())
      })
    })
    expect(events.at(-1)).toBe('closed')
    expect(events).toContain('1')
  })

  test('fails with what the generator throws', async () => {
    await expect(
      collect(
        pull(async function* () {
          yield one(1)
          throw new Error('the disk is gone')
        })(io()),
      ),
    ).rejects.toThrow('the disk is gone')
  })
})
