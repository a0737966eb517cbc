import { readFileSync } from 'node:fs'
import { afterEach, expect, test } from 'vitest'
import { socket } from '../../connectors/socket/index.ts'
import { LineSplitter } from '../../connectors/socket/line-splitter.ts'
import { openSocketSource } from '../../connectors/socket/source.ts'
import type { Source } from '../../lib/connector/connector.ts'
import { parseSchema } from '../../lib/types/ddl/ddl.ts'
import { stoppedSessions } from '../session/sessions.ts'
import { evaluation, everyColumn, openSource, readRows, sourceContext } from './surroundings.ts'
import { listen, type TextServer } from './text-server.ts'

interface Recorded {
  readonly includeTimestamp: string
  /** Hexadecimal; null = a pause. */
  readonly chunks: readonly (string | null)[]
  readonly runs: readonly { readonly batches: readonly (readonly [number, readonly (readonly string[])[]])[] }[]
}
const fixture = new URL('../fixtures/spark/serverless-sources.json', import.meta.url)
const { socket: recorded, refusals } = JSON.parse(readFileSync(fixture, 'utf8')) as {
  readonly socket: readonly Recorded[]
  readonly refusals: Readonly<Record<string, readonly [string, string, string | null]>>
}
const begin = stoppedSessions()
const peers: TextServer[] = []
afterEach(async () => {
  for (const peer of peers.splice(0)) await peer.close()
})

async function peerOf(): Promise<TextServer> {
  const peer = await listen()
  peers.push(peer)
  return peer
}

/** Waits until the source has so many rows, or has failed. */
async function until(source: Source, last: number): Promise<void> {
  for (;;) {
    const latest = await source.latestOffset(-1, { kind: 'all' })
    if (Number(latest ?? -1) >= last) return
    await new Promise<void>((resolve) => setImmediate(resolve))
  }
}

const chunksOf = (one: Recorded) => one.chunks.map((hex) => Buffer.from(hex ?? '', 'hex'))
const wanted = (one: Recorded) => one.runs[0]?.batches.flatMap(([, rows]) => rows.map(([value]) => value))

test.each(recorded)('lines are those that Spark gave, half ones and bytes that are no UTF-8 included', (one) => {
  const whole = Buffer.concat(chunksOf(one))
  for (let size = 1; size <= whole.length; size++) {
    const lines: string[] = []
    const splitter = new LineSplitter((line) => lines.push(line))
    for (let at = 0; at < whole.length; at += size) splitter.add(whole.subarray(at, at + size))
    splitter.end()
    expect(lines).toEqual(wanted(one))
  }
})

test('a peer that stalls, sends half lines and closes: the query goes on with what came, and waits', async () => {
  const [one] = recorded as [Recorded]
  const peer = await peerOf()
  const { session, warnings } = begin()
  const values: unknown[] = []
  const query = session.readStream
    .format('socket')
    .options({ host: '127.0.0.1', port: peer.port })
    .load()
    .writeStream.foreach((row) => void values.push(row.value))
    .start()
  for (const [at, chunk] of chunksOf(one).entries()) {
    peer.send(chunk)
    if (at === 0) await query.processAllAvailable()
  }
  peer.end()
  while (!warnings.some((text) => text.startsWith('Stream closed by'))) {
    await new Promise<void>((resolve) => setImmediate(resolve))
  }
  await query.processAllAvailable()
  expect(values).toEqual(wanted(one))
  expect(query.isActive).toBe(true)
  expect(warnings).toContain(
    'The socket source should not be used for production applications! It does not support recovery.',
  )
  expect(query.recentProgress.at(-1)?.sources[0]).toMatchObject({
    description: `TextSocketV2[host: 127.0.0.1, port: ${peer.port}]`,
    endOffset: 9,
  })
  await query.stop()
})

test('the time of a line is that of its arrival', async () => {
  const peer = await peerOf()
  const context = sourceContext({ nowMs: () => 1_234.5 }, '/ck/sources/0')
  const options = { host: '127.0.0.1', port: String(peer.port), includeTimestamp: 'TRUE' }
  const source = await openSource(socket, options, undefined, context)
  expect(source.schema.names).toEqual(['value', 'timestamp'])
  peer.send('x\n')
  await until(source, 0)
  expect(await readRows(source.open(everyColumn(source), evaluation), null, 0)).toEqual([['x', 1_234_000n]])
  await source.stop()
})

test('a connection that breaks ends the query, behind the lines that came before', async () => {
  const peer = await peerOf()
  const context = sourceContext({}, '/ck/sources/0')
  const source = await openSource(socket, { host: '127.0.0.1', port: String(peer.port) }, undefined, context)
  peer.send('whole\nhalf')
  await until(source, 0)
  peer.reset()
  const failure = (async () => {
    for (;;) {
      await source.latestOffset(0, { kind: 'all' })
      await new Promise<void>((resolve) => setImmediate(resolve))
    }
  })()
  await expect(failure).rejects.toMatchObject({ condition: 'MILLRACE_SOCKET' })
  expect(await source.latestOffset(-1, { kind: 'all' })).toBe(0)
  await source.stop()
})

test('a peer that is not there ends the query', async () => {
  const peer = await peerOf()
  await peer.close()
  const opened = openSource(
    socket,
    { host: '127.0.0.1', port: String(peer.port) },
    undefined,
    sourceContext({}, '/ck/sources/0'),
  )
  await expect(opened).rejects.toThrow('Connection refused')
})

test('a peer that sends faster than batches commit is not read until there is room', async () => {
  const peer = await peerOf()
  const options = { host: '127.0.0.1', port: peer.port, includeTimestamp: false }
  const source = await openSocketSource(options, parseSchema('value STRING'), sourceContext({}, '/ck'), 3)
  peer.send('1\n2\n3\n')
  await until(source, 2)
  peer.send('4\n5\n')
  for (let turn = 0; turn < 50; turn++) await new Promise<void>((resolve) => setImmediate(resolve))
  expect(await source.latestOffset(-1, { kind: 'all' })).toBe(2)
  await source.commit(2)
  await until(source, 4)
  await source.stop()
})

test('a restart behind lines is refused: what was sent is not sent again', async () => {
  const peer = await peerOf()
  const { session } = begin()
  const start = () =>
    session.readStream
      .format('socket')
      .options({ host: '127.0.0.1', port: peer.port })
      .load()
      .writeStream.format('noop')
      .option('checkpointLocation', '/ck')
      .start()
  const first = start()
  peer.send('a\nb\n')
  while (first.lastProgress?.sources[0]?.endOffset !== 1) await new Promise<void>((resolve) => setImmediate(resolve))
  await first.stop()
  await expect(start().awaitTermination()).rejects.toThrow('offsets 1 to -1')
})

test.each([
  ['socket none', {}, undefined],
  ['socket host', { host: 'h' }, undefined],
  ['socket ts', { host: 'h', port: '1', includeTimestamp: 'maybe' }, undefined],
  ['socket port', { host: 'h', port: 'x' }, undefined],
  ['socket schema', { host: 'h', port: '1' }, 'a INT'],
] as const)('refuses as Spark does: %s', async (name, options, schema) => {
  const [, message, condition] = refusals[name] as readonly [string, string, string | null]
  const failure = await openSource(socket, options, schema, sourceContext({}, '/ck')).catch((error) => error)
  expect(failure.message).toContain(message)
  if (condition) expect(failure.condition).toBe(condition)
})

test('is no source of static frames', () => {
  const { session } = begin()
  expect(() => session.read.format('socket').options({ host: 'h', port: '1' }).load()).toThrow(
    refusals['socket batch']?.[1],
  )
})
