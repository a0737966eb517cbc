/** Rows into and out of a program: fromObservable, fromAsyncIterable, toObservable. */
import { expect, test } from 'vitest'
import { rows } from '../../connectors/rows/index.ts'
import { arrivingRowsAttachment } from '../../lib/connector/attachments.ts'
import type { StreamingQuery } from '../../lib/query/streaming-query.ts'
import { Observable, Subject } from '../../lib/stream/rx.ts'
import { parseSchema } from '../../lib/types/ddl/ddl.ts'
import { stoppedSessions } from '../session/sessions.ts'
import { openSource, sourceContext } from './surroundings.ts'

const begin = stoppedSessions()
const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

test('an Observable’s rows are a stream; the query subscribes when it starts and leaves when it stops', async () => {
  const { session } = begin()
  let subscribers = 0
  const rows$ = new Subject<{ k: string; n: number }>()
  const counted = new Observable<{ k: string; n: number }>((subscriber) => {
    subscribers += 1
    const inner = rows$.subscribe(subscriber)
    return () => {
      subscribers -= 1
      inner.unsubscribe()
    }
  })
  const frame = session.fromObservable('k STRING, n INT', counted).filter('n > 1')
  expect(subscribers).toBe(0)
  const seen: unknown[] = []
  const query = frame.writeStream.foreach((row) => void seen.push(row)).start()
  while (subscribers === 0) await turn()
  rows$.next({ k: 'a', n: 1 })
  rows$.next({ k: 'b', n: 2 })
  await query.processAllAvailable()
  rows$.next({ k: 'c', n: 3 })
  rows$.complete()
  await query.processAllAvailable()
  expect(seen).toEqual([
    { k: 'b', n: 2 },
    { k: 'c', n: 3 },
  ])
  await query.stop()
  expect(subscribers).toBe(0)
})

test('what an Observable fails with ends the query, behind the rows before it', async () => {
  const { session } = begin()
  const failing = new Observable<readonly unknown[]>((subscriber) => {
    subscriber.next([1])
    subscriber.error(new Error('connection lost'))
  })
  const seen: unknown[] = []
  const query = session
    .fromObservable('n INT', failing)
    .writeStream.foreach((row) => void seen.push(row))
    .start()
  await expect(query.awaitTermination()).rejects.toThrow('connection lost')
  expect(seen).toEqual([{ n: 1 }])
})

test.each([
  ['a value that does not fit', [[1], ['x']], /row 1, column n/],
  ['more rows than may wait', [[1], [2], [3], [4]], /more than 3 are waiting/],
])('%s ends the query with an error that says so', async (_, values, message) => {
  const { session } = begin()
  const rows$ = new Observable<readonly unknown[]>((subscriber) => {
    for (const value of values) subscriber.next(value)
  })
  const query = session.fromObservable('n INT', rows$, { maxRows: 3 }).writeStream.format('noop').start()
  await expect(query.awaitTermination()).rejects.toThrow(message)
})

test('an async iterable is asked for no more rows than may wait, and is ended with the query', async () => {
  const { session } = begin()
  let asked = 0
  let ended = false
  async function* endless() {
    try {
      for (;;) yield { n: asked++ }
    } finally {
      ended = true
    }
  }
  const attachments = new Map([[arrivingRowsAttachment, { schema: parseSchema('n INT'), from: endless(), maxRows: 5 }]])
  const source = await openSource(rows, {}, undefined, sourceContext({ attachments }, '/ck'))
  for (let i = 0; i < 20; i++) await turn()
  expect(asked).toBe(5)
  await source.commit(2)
  for (let i = 0; i < 20; i++) await turn()
  expect(asked).toBe(8)
  await source.stop()
  await turn()
  expect(ended).toBe(true)
  const seen: number[] = []
  const query = session
    .fromAsyncIterable('n INT', endless(), { maxRows: 10 })
    .writeStream.foreach(({ n }) => void seen.push(n as number))
    .start()
  while (seen.length < 100) await turn()
  await query.stop()
  expect(seen.slice(0, 100)).toEqual(Array.from({ length: 100 }, (_, at) => at + 8))
})

test('after a restart the rows that come then follow; a batch that was not committed cannot be run again', async () => {
  const { session, files } = begin()
  const rows$ = new Subject<readonly unknown[]>()
  const frame = session.fromObservable('n INT', rows$)
  const seen: unknown[] = []
  const start = () =>
    frame.writeStream
      .foreach(({ n }) => void seen.push(n))
      .option('checkpointLocation', '/ck')
      .start()
  const first = start()
  while (!rows$.observed) await turn()
  rows$.next([1])
  await first.processAllAvailable()
  await first.stop()
  const second = start()
  while (!rows$.observed) await turn()
  rows$.next([2])
  await second.processAllAvailable()
  await second.stop()
  expect(seen).toEqual([1, 2])
  files.immediate.remove('/ck/commits/1')
  const third = start()
  while (!rows$.observed) await turn()
  rows$.next([3])
  rows$.next([4])
  await expect(third.awaitTermination()).rejects.toThrow('cannot give rows again')
  expect(seen).toEqual([1, 2])
})

test('toObservable runs a query while it is subscribed to, and waits for whoever is not ready', async () => {
  const { session } = begin()
  const numbers = session.memoryStream('n INT')
  numbers.addData([1], [2], [3])
  const seen: unknown[] = []
  let query: StreamingQuery | undefined
  let go: () => void = () => {}
  const rows$ = numbers.toDF().toObservable({
    ready: () =>
      new Promise<void>((resolve) => {
        go = resolve
      }),
    started: (one) => {
      query = one
    },
  })
  expect(session.streams.active).toHaveLength(0)
  const subscription = rows$.subscribe((row) => seen.push(row.n))
  while (seen.length === 0) await turn()
  for (let i = 0; i < 20; i++) await turn()
  expect(seen).toEqual([1])
  for (const count of [2, 3]) {
    go()
    while (seen.length < count) await turn()
  }
  expect(seen).toEqual([1, 2, 3])
  go()
  subscription.unsubscribe()
  await query?.awaitTermination()
  expect(session.streams.active).toHaveLength(0)
})

test('toObservable completes with its query and fails with it', async () => {
  const { session } = begin()
  const numbers = session.memoryStream('n INT')
  numbers.addData([6])
  const all = (rows$: Observable<unknown>) =>
    new Promise<unknown[]>((resolve, reject) => {
      const got: unknown[] = []
      rows$.subscribe({ next: (row) => got.push(row), error: reject, complete: () => resolve(got) })
    })
  const frame = numbers.toDF()
  expect(await all(frame.writeStream.trigger({ availableNow: true }).toObservable())).toEqual([{ n: 6 }])
  numbers.addData([0])
  await expect(all(frame.selectExpr('6 / n AS q').toObservable())).rejects.toMatchObject({ condition: 'STREAM_FAILED' })
})
