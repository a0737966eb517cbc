import { beforeAll, describe, expect, test } from 'vitest'
import type {
  ProcessorSource,
  StatefulProcessor,
  StatefulProcessorHandle,
  TimerValues,
  ValueState,
} from '../../lib/plan/user-state/variables/stateful-processor.ts'
import { packerReady } from '../../lib/state/value-packer.ts'
import type { Message } from '../../lib/stream/message.ts'
import { Subject } from '../../lib/stream/rx.ts'
import { printMessages, readMessages } from '../../lib/testing/message-table.ts'
import { runStage } from '../../lib/testing/run-stage.ts'
import { transformWithInitialState, transformWithState } from '../../operators/index.ts'
import { condition, printed, table$ } from './pipe.ts'

const header = 'device:string n:long'
const output = 'device STRING, n LONG'
const lines = (...of: readonly string[]) => ['device:string n:bigint', ...of].join('\n')
type Source = ProcessorSource<never, never, unknown, never>

/** Sums what a device gives, and ends it with its sum 10 s after its last row. */
class Sums implements StatefulProcessor<string, { n: bigint }, { device: string; n: bigint }, { n: bigint }> {
  sum!: ValueState<bigint>
  handle!: StatefulProcessorHandle

  init(handle: StatefulProcessorHandle): void {
    this.handle = handle
    this.sum = handle.getValueState('sum', 'LONG')
  }

  handleInitialState(_: string, { n }: { n: bigint }): void {
    this.sum.update(n)
  }

  handleInputRows(device: string, rows: Iterable<{ n: bigint }>, timers: TimerValues) {
    let sum = this.sum.get() ?? 0n
    for (const { n } of rows) sum += n
    this.sum.update(sum)
    for (const timer of this.handle.listTimers()) this.handle.deleteTimer(timer)
    this.handle.registerTimer(timers.getCurrentProcessingTimeInMs() + 10_000)
    return [{ device, n: sum }]
  }

  handleExpiredTimer(device: string) {
    const n = this.sum.get() ?? 0n
    this.sum.clear()
    return [{ device: `${device} ends`, n }]
  }
}

const sums = transformWithState('device', Sums, { output, timeMode: 'ProcessingTime' })

const rows = `${header}\nepoch 0\na 1\nbarrier 0`

describe('in plain RxJS', () => {
  beforeAll(() => packerReady())

  test('state lasts as long as the subscription, timers fire by the times of epochs, the watermark ends here', () => {
    const table = `
      ${header}
      epoch 0 100
      a 1
      b 1
      --
      a 1
      watermark 5
      barrier 0
      epoch 1 105
      a 1
      watermark 6
      barrier 1
      epoch 2 110
      watermark 7
      barrier 2`
    for (let run = 0; run < 2; run++) {
      expect(runStage(sums, table)).toBe(
        lines(
          'epoch 0 100',
          'a 2',
          'b 1',
          'barrier 0',
          'epoch 1 105',
          'a 3',
          'barrier 1',
          'epoch 2 110',
          'b ends 1',
          'barrier 2',
        ),
      )
    }
  })

  test('without a barrier the rows are processed when the stream ends', () => {
    const none = transformWithState(
      'device',
      class extends Sums {
        override handleInputRows(device: string, rows: Iterable<{ n: bigint }>) {
          return [{ device, n: BigInt([...rows].length) }]
        }
      } as Source,
      { output },
    )
    expect(runStage(none, `${header}\nepoch 0\na 1\nb 1\n--\na 1`)).toBe(lines('epoch 0', 'a 2', 'b 1'))
  })

  test('an initial state is the second input, read in the first epoch', () => {
    const initial$ = table$('device:string n:long\nepoch 0\na 10\nc 30\nbarrier 0\nepoch 1\na 1000\nbarrier 1')
    const stage = transformWithInitialState(initial$, 'device', 'device', Sums, { output, timeMode: 'ProcessingTime' })
    const rows$ = table$(`${header}\nepoch 0\na 1\nb 2\nbarrier 0\nepoch 1\na 1\nc 3\nbarrier 1`)
    expect(printed(rows$.pipe(stage))).toBe(
      lines('epoch 0', 'a 11', 'b 2', 'barrier 0', 'epoch 1', 'a 12', 'c 33', 'barrier 1'),
    )
  })

  test('a result that is no list of rows is refused by name', () => {
    const wrong = (result: unknown) =>
      transformWithState('device', { handleInputRows: () => result } as unknown as Source, { output })
    expect(condition(() => runStage(wrong(5), rows))).toContain(
      'must give a list of rows; one of processor gave number',
    )
    expect(condition(() => runStage(wrong([null]), rows))).toContain('must give a row; one of processor gave null')
    expect(condition(() => runStage(wrong([{ n: 'x' }]), rows))).toContain('MILLRACE_VALUE_TYPE')
    const dated = transformWithState(
      'device',
      { handleInputRows: () => [{ at: new Date('never') }] } as unknown as Source,
      {
        output: 'at TIMESTAMP',
      },
    )
    expect(condition(() => runStage(dated, rows))).toContain('MILLRACE_VALUE_TYPE: A value does not fit its column')
    expect(runStage(wrong(undefined), rows)).toBe(lines('epoch 0', 'barrier 0'))
  })

  test('what comes while an asynchronous processor works waits its turn; nothing leaves after an unsubscribe', async () => {
    const later: Source = class extends Sums {
      override handleInputRows(...given: Parameters<Sums['handleInputRows']>): never {
        return Promise.resolve().then(() => super.handleInputRows(...given)) as never
      }
    } as Source
    const stage = transformWithState('device', later, { output, timeMode: 'ProcessingTime' })
    const messages = readMessages(`${header}\nepoch 0\na 1\nbarrier 0\nepoch 1\na 2\nbarrier 1`)
    for (const ends of [false, true]) {
      const source = new Subject<Message>()
      const seen: Message[] = []
      const subscription = source.pipe(stage).subscribe((message) => seen.push(message))
      for (const message of messages) source.next(message)
      if (ends) subscription.unsubscribe()
      await new Promise((resolve) => setTimeout(resolve, 0))
      const all = lines('epoch 0', 'a 1', 'barrier 0', 'epoch 1', 'a 3', 'barrier 1')
      expect(printMessages(seen)).toBe(ends ? lines('epoch 0') : all)
      subscription.unsubscribe()
    }
  })
})

test('an unknown time mode is refused, any spelling of a known one is taken', () => {
  expect(condition(() => transformWithState('device', Sums, { output, timeMode: 'eventime' as never }))).toContain(
    "STATEFUL_PROCESSOR_UNKNOWN_TIME_MODE: Unknown time mode eventime. Accepted timeMode modes are 'none', 'processingTime', 'eventTime'",
  )
  expect(transformWithState('device', Sums, { output, timeMode: 'processingtime' }).options).toMatchObject({
    timeMode: 'ProcessingTime',
  })
})
