/** Sessions in virtual time over a simulated disk: what a query does, and when. */
import { afterEach } from 'vitest'
import type { SessionBuilder } from '../../lib/session/session-builder.ts'
import { VirtualClock } from '../../lib/testing/virtual-clock.ts'
import { type TestSession, testSession } from '../session/sessions.ts'

const text = new TextEncoder()

export class Engine {
  readonly clock: VirtualClock
  readonly given: TestSession

  constructor(startMs: number, change: (builder: SessionBuilder) => SessionBuilder) {
    const clock = new VirtualClock(startMs)
    this.clock = clock
    this.given = testSession((builder) => change(builder.surroundings({ clock })))
  }

  get session() {
    return this.given.session
  }

  get warnings(): readonly string[] {
    return this.given.warnings
  }

  /** A new file; its folders are made. */
  put(path: string, content: string, modifiedMs = 1_000_000): void {
    const { files } = this.given
    files.nowMs = modifiedMs
    files.immediate.makeDirectory(path.replace(/\/[^/]*$/, '') || '/')
    files.immediate.createAtomic(path, text.encode(content))
  }

  /** What is in a folder, Spark's checksums aside, numbers by their value. */
  names(folder: string): readonly string[] {
    return this.given.files.immediate
      .names(folder)
      .map(({ name }) => name)
      .filter((name) => !name.startsWith('.'))
      .sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10) || (a < b ? -1 : 1))
  }

  content(path: string): string {
    return new TextDecoder().decode(this.given.files.immediate.readAll(path))
  }

  /** Lets time pass until `done` settles. */
  until<T>(done: Promise<T>): Promise<T> {
    return this.clock.until(done)
  }
}

/** Gives what makes engines for the tests of one file; each is stopped after its test. */
export function engines(): (startMs?: number, change?: (builder: SessionBuilder) => SessionBuilder) => Engine {
  const open: Engine[] = []
  afterEach(async () => {
    for (const engine of open.splice(0)) await engine.until(engine.session.stop())
  })
  return (startMs = 0, change = (builder) => builder) => {
    const engine = new Engine(startMs, change)
    open.push(engine)
    return engine
  }
}

/** What is loaded at first use is loaded before time is stopped: a virtual clock does not wait for the disk. */
async function loadEverything(): Promise<void> {
  const { session, files } = testSession()
  files.immediate.makeDirectory('/in')
  files.immediate.createAtomic('/in/a.json', text.encode('{"n":1}\n'))
  const writers = [
    session.readStream.format('rate').load().writeStream.format('noop'),
    session.memoryStream('n INT').toDF().writeStream.format('memory').queryName('m'),
    session.readStream.text('/in').writeStream.format('text').option('path', '/text'),
    session.readStream.schema('n INT').json('/in').writeStream.format('json').option('path', '/json'),
    session
      .memoryStream('n INT')
      .toDF()
      .writeStream.foreachBatch(() => {}),
  ]
  for (const [at, writer] of writers.entries()) {
    await writer.option('checkpointLocation', `/c${at}`).trigger({ availableNow: true }).start().awaitTermination()
  }
  await session.stop()
}
await loadEverything()
