/** The conformance suite of sinks. */
import { deepStrictEqual, ok, rejects, strictEqual } from 'node:assert/strict'
import type { OutputMode, Sink, SinkAbility } from '../../connector/connector.ts'
import type { SqlValue } from '../../types/data-type.ts'
import { parseSchema } from '../../types/ddl/ddl.ts'
import { commitEpoch, epochOf, writeEpoch } from '../epoch-writer.ts'
import { freeIo } from '../range-reader.ts'
import { type AbilityCheck, type Suite, suiteOf } from './suite.ts'

/** A sink on its own, and what can be seen of it from outside. */
export interface SinkSubject {
  readonly sink: Sink
  /** The sink as a restarted query finds it; the earlier one was not stopped, its process is gone. */
  reopen(): Promise<Sink>
  /** What a reader sees now: rows of (id BIGINT, name STRING), in any order. */
  visible(): Promise<readonly (readonly SqlValue[])[]>
  /** Everything that the sink keeps anywhere, to see that an aborted epoch leaves nothing behind. */
  traces?(): readonly string[] | Promise<readonly string[]>
  /** Closes what the subject itself has opened. */
  close?(): Promise<void>
}

export interface SinkSuiteOptions {
  /** A fresh place and a sink on it, for rows of `sinkSchema`. */
  open(mode: OutputMode): Promise<SinkSubject>
  /** The output modes that the connector declares: `connector.sink.modes`. */
  readonly modes: readonly OutputMode[]
  /** The inabilities that the connector declares: `connector.sink.cannot`. */
  readonly cannot?: Readonly<Partial<Record<SinkAbility, string>>> | undefined
}

/** Schema of the suite's rows. */
export const sinkSchema = parseSchema('id BIGINT, name STRING')

const rows = (...ids: readonly number[]): SqlValue[][] => ids.map((id) => [BigInt(id), `row ${id}`])

/**
 * Every check of a sink, to be run by any test runner; `millrace/testing/vitest` hands them to vitest.
 *
 * @param name for the titles: `orders` gives "the orders sink"
 */
export function describeSink(name: string, options: SinkSuiteOptions): Suite {
  const [first] = options.modes
  const usual: OutputMode = options.modes.includes('append') ? 'append' : (first as OutputMode)
  const within = async (mode: OutputMode, check: SinkCheck): Promise<void> => {
    const subject = await options.open(mode)
    try {
      await check(subject)
    } finally {
      await subject.sink.stop()
      await subject.close?.()
    }
  }
  const checks = Object.entries(sinkChecks).map(
    ([title, [needs, check]]): AbilityCheck<SinkAbility> => ({
      name: title,
      needs: usable(needs, options.cannot),
      run: () => within(usual, check),
    }),
  )
  for (const mode of options.modes) {
    checks.push({
      name: `in ${mode} mode a reader sees what Spark’s would`,
      needs: usable(mode === 'complete' ? 'replace' : 'keep', options.cannot),
      run: () => within(mode, (subject) => modeCheck(mode, subject)),
    })
  }
  checks.push({
    name: 'a crash between any two calls loses and repeats nothing',
    needs: usable('once', options.cannot),
    run: async () => {
      for (let calls = 0; calls <= 6; calls++) await within(usual, (subject) => crashCheck(calls, subject))
    },
  })
  return suiteOf(`the ${name} sink`, checks, options.cannot ?? {})
}

/** A sink that keeps nothing can do nothing that needs it: its checks fail by that reason. */
function usable(needs: SinkAbility | undefined, cannot: SinkSuiteOptions['cannot']): SinkAbility | undefined {
  return needs !== undefined && cannot?.keep !== undefined ? 'keep' : needs
}

type SinkCheck = (subject: SinkSubject) => Promise<void>

async function expectVisible(
  subject: SinkSubject,
  expected: readonly (readonly SqlValue[])[],
  when: string,
): Promise<void> {
  const found = [...(await subject.visible())].sort((a, b) => Number((a[0] as bigint) - (b[0] as bigint)))
  deepStrictEqual(found, expected, `${when}: a reader sees ${inspect(found)} and should see ${inspect(expected)}`)
}

function inspect(values: readonly (readonly SqlValue[])[]): string {
  return `[${values.map(([id]) => String(id)).join(', ')}]`
}

/** Rows of distinct ids, so that appending and upserting show the same. */
async function modeCheck(mode: OutputMode, subject: SinkSubject): Promise<void> {
  await commitEpoch(subject.sink, 0, sinkSchema, rows(1, 2))
  await commitEpoch(subject.sink, 1, sinkSchema, mode === 'complete' ? rows(2, 3) : rows(3))
  await expectVisible(subject, mode === 'complete' ? rows(2, 3) : rows(1, 2, 3), `after two epochs in ${mode} mode`)
}

/**
 * Three epochs by the commit protocol, with a crash behind so many calls of write and commit. What was under way is run
 * again, also when the sink had committed it: the query's own commit comes after the sink's.
 */
async function crashCheck(calls: number, subject: SinkSubject): Promise<void> {
  for (let call = 0; call < calls; call++) {
    const epoch = call >> 1
    if (call % 2 === 0) await writeEpoch(subject.sink, epoch, sinkSchema, rows(epoch + 1))
    else await subject.sink.commit(epoch)
  }
  const again = await subject.reopen()
  try {
    for (let epoch = Math.max(0, (calls - 1) >> 1); epoch < 3; epoch++) {
      await commitEpoch(again, epoch, sinkSchema, rows(epoch + 1))
    }
    await expectVisible(subject, rows(1, 2, 3), `after a crash behind call ${calls} of write 0, commit 0, write 1, …`)
  } finally {
    await again.stop()
  }
}

const sinkChecks: Readonly<Record<string, readonly [SinkAbility | undefined, SinkCheck]>> = {
  'staged rows are invisible until the commit': [
    'stage',
    async (subject) => {
      const { sink } = subject
      await commitEpoch(sink, 0, sinkSchema, rows(1))
      await sink.write(1, epochOf(1, sinkSchema, [rows(2, 3), rows(4)]), freeIo())
      await expectVisible(subject, rows(1), 'before the commit')
      await sink.commit(1)
      await expectVisible(subject, rows(1, 2, 3, 4), 'after the commit')
    },
  ],
  'every row arrives': [
    'keep',
    async (subject) => {
      await subject.sink.write(0, epochOf(0, sinkSchema, [rows(1, 2), rows(3)]), freeIo())
      if (subject.sink.outputRows !== undefined) strictEqual(subject.sink.outputRows, 3, 'outputRows')
      await subject.sink.commit(0)
      await expectVisible(subject, rows(1, 2, 3), 'after the commit')
    },
  ],
  'a second commit of an epoch does nothing': [
    'keep',
    async (subject) => {
      await commitEpoch(subject.sink, 0, sinkSchema, rows(1))
      await subject.sink.commit(0)
      await expectVisible(subject, rows(1), 'after the second commit')
    },
  ],
  'an epoch that is written and committed again counts once': [
    'once',
    async (subject) => {
      await commitEpoch(subject.sink, 0, sinkSchema, rows(1))
      await commitEpoch(subject.sink, 0, sinkSchema, rows(1))
      await expectVisible(subject, rows(1), 'after the second time')
    },
  ],
  'an aborted epoch leaves nothing, and its next attempt counts': [
    'stage',
    async (subject) => {
      const { sink } = subject
      await commitEpoch(sink, 0, sinkSchema, rows(1))
      const before = await subject.traces?.()
      await writeEpoch(sink, 1, sinkSchema, rows(2))
      await sink.abort(1)
      deepStrictEqual(await subject.traces?.(), before, 'the aborted epoch left something behind')
      await commitEpoch(sink, 1, sinkSchema, rows(3))
      await expectVisible(subject, rows(1, 3), 'after the next attempt')
    },
  ],
  'an epoch whose rows fail is refused and leaves nothing': [
    undefined,
    async (subject) => {
      const failing = epochOf(0, sinkSchema, [rows(2)], new Error('upstream broke'))
      const before = await subject.traces?.()
      await rejects(subject.sink.write(0, failing, freeIo()), /upstream broke/)
      await subject.sink.abort(0)
      deepStrictEqual(await subject.traces?.(), before, 'the failed epoch left something behind')
    },
  ],
  'epochs without rows are epochs': [
    'keep',
    async (subject) => {
      const { sink } = subject
      await commitEpoch(sink, 0, sinkSchema, [])
      await commitEpoch(sink, 1, sinkSchema, rows(1))
      await writeEpoch(sink, 2, sinkSchema, [])
      await expectVisible(subject, rows(1), 'after an empty epoch')
      await sink.commit(2)
      if (sink.latestCommitted) strictEqual(await sink.latestCommitted(), 2, 'latestCommitted')
    },
  ],
  'its own log tells the last committed epoch': [
    undefined,
    async ({ sink, reopen }) => {
      if (!sink.latestCommitted) return
      strictEqual(await sink.latestCommitted(), -1)
      await commitEpoch(sink, 0, sinkSchema, rows(1))
      await writeEpoch(sink, 1, sinkSchema, rows(2))
      const again = await reopen()
      strictEqual(await again.latestCommitted?.(), 0)
      await again.stop()
    },
  ],
  'it stops twice, also with an epoch under way': [
    undefined,
    async (subject) => {
      await writeEpoch(subject.sink, 0, sinkSchema, rows(1))
      await subject.sink.stop()
      await subject.sink.stop()
      ok(true)
    },
  ],
}
