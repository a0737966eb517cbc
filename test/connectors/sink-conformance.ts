/** What every sink that promises something has to do. */
import { describe, expect, test } from 'vitest'
import type { Sink } from '../../lib/connector/connector.ts'
import type { SqlValue } from '../../lib/types/data-type.ts'
import { parseSchema } from '../../lib/types/ddl/ddl.ts'
import { commitEpoch, epochOf, freeIo } from './surroundings.ts'

export interface SinkHarness {
  readonly sink: Sink
  /** The sink as a restarted query finds it. */
  reopen(): Promise<Sink>
  /** What a reader sees now: rows of (id, name), sorted. */
  visible(): Promise<readonly (readonly SqlValue[])[]>
  /** Everything the sink keeps anywhere, to see that nothing stays behind. */
  traces(): readonly string[]
}

/** Schema of the suite's rows. */
export const sinkSchema = parseSchema('id BIGINT, name STRING')

const rows = (...ids: readonly number[]): SqlValue[][] => ids.map((id) => [BigInt(id), `row ${id}`])

/** Runs the suite; `open` gives a sink in append mode over a fresh place. */
export function sinkConformance(name: string, open: () => Promise<SinkHarness>): void {
  describe(`the ${name} sink`, () => {
    test('shows an epoch when it commits, not before', async () => {
      const { sink, visible } = await open()
      await commitEpoch(sink, 0, sinkSchema, rows(1))
      await sink.write(1, epochOf(1, sinkSchema, [rows(2, 3), rows(4)]), freeIo())
      expect(sink.outputRows).toBe(3)
      expect(await visible()).toEqual(rows(1))
      await sink.commit(1)
      expect(await visible()).toEqual(rows(1, 2, 3, 4))
    })

    test('commits an epoch once', async () => {
      const { sink, visible } = await open()
      await commitEpoch(sink, 0, sinkSchema, rows(1))
      await sink.commit(0)
      await commitEpoch(sink, 0, sinkSchema, rows(1))
      expect(await visible()).toEqual(rows(1))
    })

    test('drops a committed epoch that is written again after a restart', async () => {
      const { sink, reopen, visible } = await open()
      await commitEpoch(sink, 0, sinkSchema, rows(1))
      const again = await reopen()
      await commitEpoch(again, 0, sinkSchema, rows(1))
      await commitEpoch(again, 1, sinkSchema, rows(2))
      expect(await visible()).toEqual(rows(1, 2))
    })

    test('leaves nothing of an aborted epoch and takes its next attempt', async () => {
      const { sink, visible, traces } = await open()
      await commitEpoch(sink, 0, sinkSchema, rows(1))
      const before = traces()
      await sink.write(1, epochOf(1, sinkSchema, [rows(2)]), freeIo())
      await sink.abort(1)
      expect(traces()).toEqual(before)
      await commitEpoch(sink, 1, sinkSchema, rows(3))
      expect(await visible()).toEqual(rows(1, 3))
    })

    test('leaves nothing of an epoch whose rows failed', async () => {
      const { sink, visible, traces } = await open()
      await commitEpoch(sink, 0, sinkSchema, rows(1))
      const before = traces()
      const failing = epochOf(1, sinkSchema, [rows(2)], new Error('upstream broke'))
      await expect(sink.write(1, failing, freeIo())).rejects.toThrow('upstream broke')
      await sink.abort(1)
      expect(traces()).toEqual(before)
      expect(await visible()).toEqual(rows(1))
    })

    test('takes an epoch without rows', async () => {
      const { sink, visible } = await open()
      await commitEpoch(sink, 0, sinkSchema, [])
      await commitEpoch(sink, 1, sinkSchema, rows(1))
      await commitEpoch(sink, 2, sinkSchema, [])
      expect(await visible()).toEqual(rows(1))
      if (sink.latestCommitted) expect(await sink.latestCommitted()).toBe(2)
    })

    test('stops twice without complaint', async () => {
      const { sink, visible } = await open()
      await sink.write(0, epochOf(0, sinkSchema, [rows(1)]), freeIo())
      await sink.stop()
      await sink.stop()
      expect(await visible()).toEqual([])
    })
  })
}
