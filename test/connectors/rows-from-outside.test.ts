/** Rows that reach a program by what Node has for it: the body of an HTTP answer, an EventEmitter, a WebSocket. */
import { EventEmitter, on } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { afterEach, expect, test } from 'vitest'
import { Observable } from '../../lib/stream/rx.ts'
import { stoppedSessions } from '../session/sessions.ts'

const begin = stoppedSessions()
const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})
const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

/** Rows of a body of JSON lines. */
async function* jsonLines(url: string): AsyncGenerator<{ readonly n: number }> {
  const { body } = await fetch(url)
  if (!body) return
  for await (const line of createInterface({ input: Readable.fromWeb(body as never) })) yield JSON.parse(line)
}

test('the body of an HTTP answer, which comes in pieces, is a stream until it ends', async () => {
  const server = createServer((_, answer) => {
    answer.write('{"n":1}\n{"n')
    setImmediate(() => answer.end('":2}\n{"n":3}'))
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  closing.push(() => server.close())
  const { session } = begin()
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const seen: unknown[] = []
  const query = session
    .fromAsyncIterable('n INT', jsonLines(url))
    .writeStream.foreach(({ n }) => void seen.push(n))
    .start()
  while (seen.length < 3 && query.isActive) await turn()
  expect(seen).toEqual([1, 2, 3])
  expect(query.exception()).toBeUndefined()
})

test('an EventEmitter’s events are a stream, whose listeners go with the query', async () => {
  const { session } = begin()
  const emitter = new EventEmitter()
  const seen: unknown[] = []
  const query = session
    .fromAsyncIterable('n INT, s STRING', on(emitter, 'reading'))
    .writeStream.foreach((row) => void seen.push(row))
    .start()
  while (emitter.listenerCount('reading') === 0) await turn()
  emitter.emit('reading', 1, 'a')
  emitter.emit('reading', 2, null)
  while (seen.length < 2 && query.isActive) await turn()
  expect(seen).toEqual([
    { n: 1, s: 'a' },
    { n: 2, s: null },
  ])
  await query.stop()
  expect(emitter.listenerCount('reading')).toBe(0)
})

/** Messages of a WebSocket (an EventTarget) as rows; it is closed when nobody listens. */
function messages(socket: EventTarget & { close(): void }): Observable<readonly unknown[]> {
  return new Observable((subscriber) => {
    socket.addEventListener('message', (event) => subscriber.next(JSON.parse(String((event as MessageEvent).data))))
    socket.addEventListener('error', () => subscriber.error(new Error('the socket failed')))
    return () => socket.close()
  })
}

test('a WebSocket’s messages are a stream; it is closed with the query', async () => {
  const { session } = begin()
  let closed = 0
  const socket = Object.assign(new EventTarget(), { close: () => (closed += 1) })
  const seen: unknown[] = []
  const frame = session.fromObservable('n INT', messages(socket as never))
  const query = frame.writeStream.foreach(({ n }) => void seen.push(n)).start()
  const send = (data: string) => socket.dispatchEvent(new MessageEvent('message', { data }))
  while (seen.length === 0 && query.isActive) {
    send('[7]')
    await turn()
  }
  expect(seen[0]).toBe(7)
  await query.stop()
  expect(closed).toBe(1)
})
