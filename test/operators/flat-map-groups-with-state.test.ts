import { describe, expect, test } from 'vitest'
import type { GroupState } from '../../lib/plan/user-state/group-state.ts'
import type { Message } from '../../lib/stream/message.ts'
import { printMessages } from '../../lib/testing/message-table.ts'
import { runStage } from '../../lib/testing/run-stage.ts'
import type { RowObject } from '../../lib/types/values/row-value.ts'
import { flatMapGroupsWithInitialState, flatMapGroupsWithState, mapGroupsWithState } from '../../operators/index.ts'
import { condition, printed, table$ } from './pipe.ts'

const header = 'device:string n:long'
const types = { output: 'device STRING, n LONG', state: 'LONG' } as const

function count(device: string, rows: Iterable<RowObject>, state: GroupState<bigint>) {
  state.update((state.getOption() ?? 0n) + BigInt([...rows].length))
  return { device, n: state.get() }
}

const lines = (...of: readonly string[]) => ['device:string n:bigint', ...of].join('\n')

describe('in plain RxJS', () => {
  test('state lasts as long as the subscription, and the watermark ends here', () => {
    const stage = mapGroupsWithState('device', count, types)
    const table = `
      ${header}
      epoch 0
      a 1
      b 1
      --
      a 1
      watermark 5
      barrier 0
      epoch 1
      a 1
      watermark 6
      barrier 1`
    for (let run = 0; run < 2; run++) {
      expect(runStage(stage, table)).toBe(lines('epoch 0', 'a 2', 'b 1', 'barrier 0', 'epoch 1', 'a 3', 'barrier 1'))
    }
  })

  test('groups time out by the times of epochs, in order of their time-outs', () => {
    const stage = flatMapGroupsWithState(
      'device',
      (device: string, rows, state: GroupState<bigint>) => {
        if (state.hasTimedOut) {
          state.remove()
          return [[device, -1n]]
        }
        for (const { n } of rows) {
          state.update(n as bigint)
          state.setTimeoutDuration(1000 * Number(n))
        }
        return []
      },
      { ...types, timeout: 'ProcessingTimeTimeout' },
    )
    const table = `
      ${header}
      epoch 0 100
      a 30
      b 20
      c 10
      d 50
      barrier 0
      epoch 1 110
      barrier 1
      epoch 2 131
      d 60
      barrier 2
      epoch 3 160
      barrier 3
      epoch 4 192
      barrier 4`
    expect(runStage(stage, table)).toBe(
      lines(
        'epoch 0 100',
        'barrier 0',
        'epoch 1 110',
        'barrier 1',
        'epoch 2 131',
        'c -1',
        'b -1',
        'a -1',
        'barrier 2',
        'epoch 3 160',
        'barrier 3',
        'epoch 4 192',
        'd -1',
        'barrier 4',
      ),
    )
  })

  test('an initial state is the second input, by a key of its own', () => {
    const initial = table$('name:string value:long\nepoch 0\na 5\nz 7\nbarrier 0\nepoch 1\na 100\nbarrier 1')
    const body = (device: string, rows: Iterable<RowObject>, state: GroupState<bigint>) => [count(device, rows, state)]
    const stage = flatMapGroupsWithInitialState(initial, 'device', 'name', body, types)
    const left = table$(`${header}\nepoch 0\na 1\nb 1\nbarrier 0\nepoch 1\na 1\nbarrier 1`)
    expect(printed(left.pipe(stage))).toBe(
      lines('epoch 0', 'a 6', 'z 7', 'b 1', 'barrier 0', 'epoch 1', 'a 7', 'barrier 1'),
    )
  })

  test('an initial state must have the columns that a state is made of', () => {
    const stage = (ddl: string, state: string) => {
      const initial = table$(`${ddl}\nepoch 0\nbarrier 0`)
      const typed = { output: 'n LONG', state }
      return table$(`${header}\nepoch 0\nbarrier 0`).pipe(
        flatMapGroupsWithInitialState(initial, 'device', 'name', () => [], typed),
      )
    }
    expect(condition(() => printed(stage('name:string x:long', 'n LONG')))).toBe(
      'MILLRACE_INITIAL_STATE: States cannot be made of the rows of the initial state: it has no column n, only name, x',
    )
    expect(condition(() => printed(stage('name:string x:long y:long', 'LONG')))).toMatch(
      /^MILLRACE_INITIAL_STATE: .* wants a column called value, or one beside the key's, and has name, x, y$/,
    )
  })
})

describe('the state', () => {
  test('is of any type, nulls within it too, and what is not of its type is refused', () => {
    const state =
      'n LONG, list ARRAY<STRING>, s STRUCT<x: DOUBLE, at: TIMESTAMP>, m MAP<STRING, DECIMAL(20, 2)>, b BINARY'
    const seen: unknown[] = []
    const table = `${header}\nepoch 0\na 1\nbarrier 0\nepoch 1\na 2\nbarrier 1\nepoch 2\na 3\nbarrier 2`
    const value = { n: 1n, list: ['x', null], s: { x: 1.5, at: new Date(1000) }, m: new Map([['k', '12.30']]), b: null }
    const body = (device: string, _: Iterable<RowObject>, of: GroupState<Record<string, unknown>>) => {
      if (of.exists)
        seen.push(
          JSON.stringify(of.get(), (__, one) =>
            typeof one === 'bigint' ? `${one}` : one instanceof Map ? [...one] : one,
          ),
        )
      of.update(seen.length === 0 ? value : of.get())
      return { device, n: 0n }
    }
    runStage(mapGroupsWithState('device', body, { ...types, state }), table)
    expect(seen).toHaveLength(2)
    expect(seen[0]).toBe(seen[1])
    expect(seen[0]).toContain('"list":["x",null],"s":{"x":1.5,"at":"1970-01-01T00:00:01.000000Z"}')
    const wrong = (__: string, ___: Iterable<RowObject>, of: GroupState<unknown>) => {
      of.update('text')
      return { device: 'a', n: 0n }
    }
    expect(condition(() => runStage(mapGroupsWithState('device', wrong, types), table))).toMatch(
      /^MILLRACE_VALUE_TYPE: .*the state of wrong wants long, got string text/,
    )
  })

  test('that was changed but not updated stays as it was', () => {
    const body = (device: string, _: Iterable<RowObject>, state: GroupState<{ n: bigint }>) => {
      if (state.exists) state.get().n += 100n
      else state.update({ n: 1n })
      return { device, n: state.exists ? state.get().n : 0n }
    }
    const table = `${header}\nepoch 0\na 1\nbarrier 0\nepoch 1\na 2\nbarrier 1\nepoch 2\na 3\nbarrier 2`
    expect(runStage(mapGroupsWithState('device', body, { ...types, state: 'n LONG' }), table)).toBe(
      lines('epoch 0', 'a 1', 'barrier 0', 'epoch 1', 'a 101', 'barrier 1', 'epoch 2', 'a 101', 'barrier 2'),
    )
  })

  test('is found by keys that are equal for Spark: 0.0 and -0.0, NaN and NaN, null and null', () => {
    const body = (_: number | null, rows: Iterable<RowObject>, state: GroupState<bigint>) => count('x', rows, state)
    const table = 'k:double n:long\nepoch 0\n0 1\nNaN 1\nnull 1\nbarrier 0\nepoch 1\n-0 1\nNaN 1\nnull 1\nbarrier 1'
    expect(runStage(mapGroupsWithState('k', body, types), table)).toBe(
      lines('epoch 0', 'x 1', 'x 1', 'x 1', 'barrier 0', 'epoch 1', 'x 2', 'x 2', 'x 2', 'barrier 1'),
    )
  })
})

describe('an asynchronous function', () => {
  test('gives rows in the order of groups; states are kept group by group; the barrier waits', async () => {
    let most = 0
    let running = 0
    const body = async (device: string, rows: Iterable<RowObject>, state: GroupState<bigint>) => {
      most = Math.max(most, ++running)
      for (let turns = device.charCodeAt(0) % 3; turns >= 0; turns--) await Promise.resolve()
      running--
      return count(device, rows, state)
    }
    const stage = mapGroupsWithState('device', body, { ...types, concurrency: 2 })
    const names = [...'cadbe']
    const epoch = (of: number) => [`epoch ${of}`, ...names.map((name) => `${name} 1`), `barrier ${of}`]
    const seen: Message[] = []
    table$([header, ...epoch(0), ...epoch(1)].join('\n'))
      .pipe(stage)
      .subscribe((message) => seen.push(message))
    await expect.poll(() => seen.at(-1)).toMatchObject({ kind: 'barrier', epoch: 1 })
    const rows = (n: number) => names.map((name) => `${name} ${n}`)
    expect(printMessages(seen)).toBe(lines('epoch 0', ...rows(1), 'barrier 0', 'epoch 1', ...rows(2), 'barrier 1'))
    expect(most).toBe(2)
  })

  test('that fails begins no further group, and nothing follows', async () => {
    const called: string[] = []
    const body = async (device: string) => {
      called.push(device)
      await Promise.resolve()
      if (device === 'b') throw new Error('no')
      return { device, n: 1n }
    }
    const stage = mapGroupsWithState('device', body as never, { ...types, concurrency: 2 })
    const failures: unknown[] = []
    const seen: Message[] = []
    table$(`${header}\nepoch 0\na 1\nb 1\nc 1\nd 1\ne 1\nbarrier 0`)
      .pipe(stage)
      .subscribe({ next: (message) => seen.push(message), error: (error) => failures.push(error) })
    await expect.poll(() => failures).toHaveLength(1)
    expect(String(failures[0])).toContain('[FLATMAPGROUPSWITHSTATE_USER_FUNCTION_ERROR]')
    expect(called).toEqual(['a', 'b', 'c'])
    expect(seen.map(({ kind }) => kind)).toEqual(['schema', 'epoch'])
  })

  test('stops with its subscription', async () => {
    const called: string[] = []
    let open: () => void = () => {}
    const gate = new Promise<void>((resolve) => {
      open = resolve
    })
    const body = async (device: string) => {
      called.push(device)
      await gate
      return { device, n: 1n }
    }
    const stage = mapGroupsWithState('device', body as never, { ...types, concurrency: 1 })
    const subscription = table$(`${header}\nepoch 0\na 1\nb 1\nbarrier 0`).pipe(stage).subscribe()
    subscription.unsubscribe()
    open()
    for (let turn = 0; turn < 10; turn++) await Promise.resolve()
    expect(called).toEqual(['a'])
  })
})
