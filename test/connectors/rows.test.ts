/** Rows into and out of a program: fromObservable, fromAsyncIterable, toObservable. */
import { expect, test } from 'vitest'
import { rows } from '../../connectors/rows/index.ts'
import { arrivingRowsAttachment } from '../../lib/connector/attachments.ts'
import { readAll } from '../../lib/connector/read-limit.ts'
import type { StreamingQuery } from '../../lib/query/streaming-query.ts'
import type { DataFrame } from '../../lib/session/data-frame.ts'
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
  expect(await source.latestOffset(null, readAll)).toBe(4)
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

/** What a program gets that gives two rows right behind subscribe(), a third later, and completes. */
async function throughSubject(make: (frame: DataFrame) => DataFrame): Promise<unknown[]> {
  const { session } = begin()
  const rows$ = new Subject<{ k: string; n: number }>()
  const seen: unknown[] = []
  const frame = make(session.fromObservable('k STRING, n INT', rows$) as never)
  const completed = new Promise<void>((resolve, reject) => {
    const output$ = frame.writeStream.outputMode('update').toObservable()
    output$.subscribe({ next: (row) => seen.push(row), error: reject, complete: resolve })
  })
  rows$.next({ k: 'a', n: 1 })
  rows$.next({ k: 'a', n: 2 })
  while (seen.length === 0) await turn()
  await new Promise((resolve) => setTimeout(resolve, 50))
  rows$.next({ k: 'a', n: 3 })
  rows$.complete()
  await completed
  expect(session.streams.active).toHaveLength(0)
  expect(rows$.observed).toBe(false)
  return seen
}

test('a Subject’s rows right behind subscribe() are not lost, and its end completes the output behind the last row', async () => {
  expect(await throughSubject((frame) => frame)).toEqual([1, 2, 3].map((n) => ({ k: 'a', n })))
  expect(await throughSubject((frame) => frame.groupBy('k').count())).toEqual([
    { k: 'a', count: 2n },
    { k: 'a', count: 3n },
  ])
  const counted = await throughSubject(
    (frame) =>
      frame.groupByKey('k').mapGroupsWithState(
        (k, rows, state) => {
          state.update(((state.getOption() as number | undefined) ?? 0) + [...rows].length)
          return { k, n: state.get() }
        },
        { output: 'k STRING, n INT', state: 'INT' },
      ) as never,
  )
  expect(counted).toEqual([
    { k: 'a', n: 2 },
    { k: 'a', n: 3 },
  ])
})

test('a query ends when all of its streams have ended, not before', async () => {
  const { session } = begin()
  const [left$, right$] = [new Subject<readonly unknown[]>(), new Subject<readonly unknown[]>()]
  const both = session.fromObservable('n INT', left$).union(session.fromObservable('n INT', right$))
  const seen: unknown[] = []
  const query = both.writeStream.foreach(({ n }) => void seen.push(n)).start()
  left$.next([1])
  left$.complete()
  await query.processAllAvailable()
  await query.processAllAvailable()
  expect(query.isActive).toBe(true)
  right$.next([2])
  right$.complete()
  await query.awaitTermination()
  expect(seen).toEqual([1, 2])
  const after = session.memoryStream('n INT')
  const going = session.fromObservable('n INT', left$).union(after.toDF()).writeStream.format('noop').start()
  await going.processAllAvailable()
  await going.processAllAvailable()
  expect(going.isActive).toBe(true)
})

test('the end of an async iterable ends its query, with a trigger that has an interval as well', async () => {
  const { session } = begin()
  async function* two() {
    yield [1]
    await turn()
    yield [2]
  }
  const seen: unknown[] = []
  const writer = session.fromAsyncIterable('n INT', two()).writeStream.foreach(({ n }) => void seen.push(n))
  await writer.trigger({ processingTime: 20 }).start().awaitTermination()
  expect(seen).toEqual([1, 2])
})

test('a query that is stopped before its first batch leaves what it has subscribed to', async () => {
  const { session } = begin()
  const rows$ = new Subject<readonly unknown[]>()
  const query = session.fromObservable('n INT', rows$).writeStream.format('noop').start()
  expect(rows$.observed).toBe(true)
  await query.stop()
  expect(rows$.observed).toBe(false)
})

test('arguments in the wrong order, or of another kind, are named', () => {
  const { session } = begin()
  const swapped = () => session.fromObservable(new Subject() as never, 'n INT' as never)
  expect(swapped).toThrow(/this is none: Subject. It comes first in fromObservable/)
  expect(() => session.fromAsyncIterable('n INT', [[1]] as never)).toThrow(/this is neither: Array/)
  expect(() => session.fromObservable('n INT', undefined as never)).toThrow(/this is neither: undefined/)
})

test('rows that an Observable gives at once stay, when a restart commits the last batch again', async () => {
  const { session } = begin()
  const seen: unknown[] = []
  for (const value of [1, 2]) {
    const given = new Observable<readonly unknown[]>((subscriber) => subscriber.next([value]))
    const writer = session.fromObservable('n INT', given).writeStream.foreach(({ n }) => void seen.push(n))
    const query = writer.option('checkpointLocation', '/ck').start()
    await query.processAllAvailable()
    await query.stop()
  }
  expect(seen).toEqual([1, 2])
})
