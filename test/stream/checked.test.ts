import { describe, expect, test } from 'vitest'
import type { Processor } from '../../lib/stream/processor.ts'
import { stage } from '../../lib/stream/stage.ts'
import { runStage } from '../../lib/testing/run-stage.ts'

const of = (processor: Processor) => stage(([input]) => ({ processor, output: input as NonNullable<typeof input> }))
const forwarding: Processor = { onBatch: (batch, out) => out.batch(batch) }

describe('the rule checker', () => {
  test('lets a correct stage pass', () => {
    const table = 'ts:timestamp! n:long\nepoch 0\n12 1\n5 2\nwatermark 0\nbarrier 0\nepoch 1\nwatermark 2\nbarrier 1'
    expect(runStage(of(forwarding), table)).toBe(table.replace('!', '').replace(':long', ':bigint'))
  })

  test.each([
    ['a batch after the watermark', 'n:long\nepoch 0\nwatermark 1\n1\nbarrier 0', 'sent a batch after its watermark'],
    ['a batch outside of an epoch', 'n:long\n1', 'sent a batch outside of an epoch'],
    ['an epoch that goes back', 'n:long\nepoch 1\nbarrier 1\nepoch 0\nbarrier 0', 'began epoch 0 after epoch 1'],
    ['an epoch inside an epoch', 'n:long\nepoch 0\nepoch 1', 'began epoch 1 inside epoch 0'],
    ['a barrier of another epoch', 'n:long\nepoch 0\nbarrier 1', 'ended epoch 1 inside epoch 0'],
    [
      'a watermark that goes back',
      'n:long\nepoch 0\nwatermark 2\nbarrier 0\nepoch 1\nwatermark 1\nbarrier 1',
      'moved its watermark back',
    ],
    ['two watermarks in one epoch', 'n:long\nepoch 0\nwatermark 1\nwatermark 2\nbarrier 0', 'sent a second watermark'],
  ])('refuses %s', (_, table, message) => {
    expect(() => runStage(of(forwarding), table)).toThrow(message)
  })

  test('refuses a late row of a stage that should have dropped it', () => {
    const table = 'ts:timestamp! n:long\nepoch 0\nwatermark 10\nbarrier 0\nepoch 1\n10 1\nwatermark 10\nbarrier 1'
    expect(() => runStage(of(forwarding), table, { dropsLate: true })).toThrow('at or before the watermark 10000000')
    expect(() => runStage(of(forwarding), table)).not.toThrow()
  })

  test('refuses what a stage sends after the watermark it forwarded', () => {
    const late: Processor = {
      onBatch(batch) {
        batch.retain('late')
        kept = batch
      },
      onBarrier(epoch, out) {
        if (kept) out.batch(kept)
        out.barrier(epoch)
      },
    }
    let kept: Parameters<Processor['onBatch']>[0] | undefined
    expect(() => runStage(of(late), 'n:long\nepoch 0\n1\nwatermark 1\nbarrier 0')).toThrow(
      'sent a batch after its watermark',
    )
  })

  test('names who retained memory beyond an epoch', () => {
    const keeping: Processor = { onBatch: (batch) => batch.retain('a forgetful stage') }
    expect(() => runStage(of(keeping), 'n:long\nepoch 0\n1\nbarrier 0')).toThrow(
      'retained memory beyond epoch 0: a forgetful stage',
    )
  })

  test('shows a row that is read after its batch was given back', () => {
    let kept: Parameters<Processor['onBatch']>[0] | undefined
    const late: Processor = {
      onBatch(batch) {
        kept = batch
      },
      onBarrier(epoch, out) {
        if (kept) out.batch(kept.select(new Int32Array([0]), 1))
        out.barrier(epoch)
      },
    }
    expect(runStage(of(late), 'n:long\nepoch 0\n1\nbarrier 0')).toContain(`${BigInt.asIntN(64, 0xdbdbdbdbdbdbdbdbn)}`)
  })
})
