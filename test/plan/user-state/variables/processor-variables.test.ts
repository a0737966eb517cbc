import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { utf8Of } from '../../../../lib/columnar/bytes.ts'
import { GroupCursor } from '../../../../lib/plan/user-state/variables/group-cursor.ts'
import { ProcessorHandle } from '../../../../lib/plan/user-state/variables/processor-handle.ts'
import { ProcessorVariables } from '../../../../lib/plan/user-state/variables/processor-variables.ts'
import type { TimeMode } from '../../../../lib/plan/user-state/variables/stateful-processor.ts'
import { EntryKey } from '../../../../lib/state/entry-key.ts'
import { packerReady } from '../../../../lib/state/value-packer.ts'
import { long, string, struct, timestamp } from '../../../../lib/types/typed/struct.ts'
import { stringType } from '../../../../lib/types/types.ts'
import { Timestamp } from '../../../../lib/types/values/timestamp.ts'

beforeAll(() => packerReady())

/** A handle over tables that are kept nowhere, and who turns its time and key. */
function handleOf(timeMode: TimeMode = 'None') {
  const metrics = { rowsUpdated: 0, rowsRemoved: 0 }
  const cursor = new GroupCursor(metrics)
  const key = [{ name: 'key', type: stringType, nullable: true }]
  const variables = new ProcessorVariables({ state: undefined, key, timeMode, outputMode: 'Append' })
  const counts = { registered: 0, deleted: 0 }
  const handle = new ProcessorHandle(variables, cursor, timeMode, counts, () => ({ queryId: 'q', batchId: 0 }), true)
  const turn = <T>(of: string, work: () => T): T => {
    cursor.state = 'INITIALIZED'
    // No key begins another, as with encoded rows.
    cursor.begin(EntryKey.of(utf8Of(`${of}|`)))
    try {
      return work()
    } finally {
      cursor.end()
    }
  }
  return { handle, cursor, variables, metrics, counts, turn }
}

const condition = (name: string) => expect.objectContaining({ condition: name })

describe('a value variable', () => {
  test('is one value per key, and what get gives is a copy', () => {
    const { handle, turn, metrics } = handleOf()
    const value = handle.getValueState('v', 'n LONG, at TIMESTAMP, tags ARRAY<STRING>')
    turn('a', () => {
      expect([value.exists(), value.get()]).toEqual([false, null])
      value.update({ n: 3n, at: new Timestamp(5n), tags: ['x', null] })
      expect(value.exists()).toBe(true)
      const got = value.get()
      if (got) got.n = 9n
      expect(value.get()).toEqual({ n: 3n, at: new Timestamp(5n), tags: ['x', null] })
    })
    turn('b', () => expect(value.exists()).toBe(false))
    turn('a', () => {
      expect(value.get()).toEqual({ n: 3n, at: new Timestamp(5n), tags: ['x', null] })
      value.clear()
      expect(value.get()).toBeNull()
    })
    turn('a', () => expect(value.exists()).toBe(false))
    expect(metrics).toEqual({ rowsUpdated: 1, rowsRemoved: 1 })
  })

  test('of a single type holds plain values', () => {
    const { handle, turn } = handleOf()
    const [count, name] = [handle.getValueState('count', long), handle.getValueState('name', string)]
    turn('a', () => {
      count.update(7n)
      name.update('seven')
    })
    turn('a', () => expect([count.get(), name.get()]).toEqual([7n, 'seven']))
  })

  test('checks values against its type, and names itself', () => {
    const { handle, turn } = handleOf()
    const value = handle.getValueState('v', 'n LONG')
    expect(() => turn('a', () => value.update({ n: 'x' } as never))).toThrow(/state v\.n wants long, got string x/)
    expect(() => turn('a', () => value.update(5 as never))).toThrow(/state v wants a row, got number/)
  })

  test('set to null is none, as Spark has it', () => {
    const { handle, turn } = handleOf()
    const value = handle.getValueState('v', string)
    turn('a', () => value.update('x'))
    turn('a', () => value.update(null as never))
    turn('a', () => expect([value.exists(), value.get()]).toEqual([false, null]))
  })
})

describe('a list variable', () => {
  test('appends, puts anew and clears, within a turn and across turns', () => {
    const { handle, turn, metrics } = handleOf()
    const list = handle.getListState('l', string)
    turn('a', () => {
      expect([list.exists(), list.get()]).toEqual([false, []])
      list.appendValue('x')
      list.appendList(['y', 'z'])
      expect(list.get()).toEqual(['x', 'y', 'z'])
    })
    turn('a', () => {
      list.appendValue('w')
      expect(list.get()).toEqual(['x', 'y', 'z', 'w'])
    })
    turn('a', () => list.put(['p']))
    turn('a', () => {
      expect(list.get()).toEqual(['p'])
      list.appendValue('q')
      list.clear()
      expect(list.exists()).toBe(false)
    })
    turn('a', () => expect(list.get()).toEqual([]))
    expect(metrics).toEqual({ rowsUpdated: 6, rowsRemoved: 2 })
  })

  test('refuses nulls and empty lists', () => {
    const { handle, turn } = handleOf()
    const list = handle.getListState('l', string)
    const refused = (work: () => void) => () => turn('a', work)
    expect(refused(() => list.appendValue(null as never))).toThrow(condition('ILLEGAL_STATE_STORE_VALUE.NULL_VALUE'))
    expect(refused(() => list.put(null as never))).toThrow(condition('ILLEGAL_STATE_STORE_VALUE.NULL_VALUE'))
    expect(refused(() => list.appendList(['a', null as never]))).toThrow('StateName l')
    expect(refused(() => list.put([]))).toThrow(condition('ILLEGAL_STATE_STORE_VALUE.EMPTY_LIST_VALUE'))
    expect(refused(() => list.appendList([]))).toThrow(condition('ILLEGAL_STATE_STORE_VALUE.EMPTY_LIST_VALUE'))
  })

  test('is what a plain list would be, however long it grows', () => {
    const one = fc.oneof(
      fc.record({
        do: fc.constant('append' as const),
        values: fc.array(fc.string({ maxLength: 900 }), { minLength: 1 }),
      }),
      fc.record({ do: fc.constant('put' as const), values: fc.array(fc.string({ maxLength: 900 }), { minLength: 1 }) }),
      fc.record({ do: fc.constant('clear' as const), values: fc.constant([] as string[]) }),
    )
    fc.assert(
      fc.property(fc.array(fc.record({ key: fc.constantFrom('a', 'b'), turns: fc.array(one) })), (calls) => {
        const { handle, turn } = handleOf()
        const list = handle.getListState('l', string)
        const model = new Map<string, string[]>()
        for (const { key, turns } of calls) {
          turn(key, () => {
            for (const { do: what, values } of turns) {
              if (what === 'clear') list.clear()
              else if (what === 'put') list.put(values)
              else list.appendList(values)
              model.set(key, what === 'append' ? [...(model.get(key) ?? []), ...values] : values)
              expect(list.get()).toEqual(model.get(key))
            }
          })
          turn(key, () => {
            expect(list.get()).toEqual(model.get(key) ?? [])
            expect(list.exists()).toBe((model.get(key) ?? []).length > 0)
          })
        }
      }),
    )
  })
})

describe('a map variable', () => {
  test('keeps entries by group and key', () => {
    const { handle, turn, metrics } = handleOf()
    const map = handle.getMapState('m', string, 'n LONG')
    turn('a', () => {
      expect([map.exists(), map.getValue('x')]).toEqual([false, null])
      map.updateValue('x', { n: 1n })
      map.updateValue('y', { n: 2n })
      map.updateValue('x', { n: 3n })
    })
    turn('ab', () => map.updateValue('z', { n: 4n }))
    turn('a', () => {
      expect([...map.iterator()]).toEqual([
        ['x', { n: 3n }],
        ['y', { n: 2n }],
      ])
      expect([[...map.keys()], [...map.values()]]).toEqual([
        ['x', 'y'],
        [{ n: 3n }, { n: 2n }],
      ])
      expect([map.containsKey('x'), map.containsKey('z'), map.exists()]).toEqual([true, false, true])
      map.removeKey('x')
      map.removeKey('nothing')
      expect([...map.keys()]).toEqual(['y'])
      map.clear()
      expect(map.exists()).toBe(false)
    })
    turn('ab', () => expect([...map.keys()]).toEqual(['z']))
    // Spark counts a key that was not there, too.
    expect(metrics).toEqual({ rowsUpdated: 4, rowsRemoved: 3 })
  })

  test('takes keys of several columns, and of any type', () => {
    const { handle, turn } = handleOf()
    const map = handle.getMapState('m', struct({ at: timestamp, n: long }), string)
    turn('a', () => map.updateValue({ at: new Timestamp(1n), n: -2n }, 'one'))
    turn('a', () => {
      expect(map.getValue({ at: new Timestamp(1n), n: -2n })).toBe('one')
      expect([...map.keys()]).toEqual([{ at: new Timestamp(1n), n: -2n }])
    })
  })

  test('refuses null keys and values', () => {
    const { handle, turn } = handleOf()
    const map = handle.getMapState('m', string, string)
    for (const work of [
      () => map.containsKey(null as never),
      () => map.getValue(null as never),
      () => map.removeKey(null as never),
      () => map.updateValue(null as never, 'x'),
      () => map.updateValue('x', null as never),
    ]) {
      expect(() => turn('a', work as () => void)).toThrow(condition('ILLEGAL_STATE_STORE_VALUE.NULL_VALUE'))
    }
  })
})

describe('a time to live', () => {
  const minute = 60_000

  test('hides a value when it is over, and a sweep removes it', () => {
    const { handle, cursor, variables, turn } = handleOf('ProcessingTime')
    const value = handle.getValueState('v', string, { ttlMs: minute })
    cursor.nowMs = 1_000
    turn('a', () => value.update('x'))
    expect(variables.earliest()).toBe(61_000)
    cursor.nowMs = 60_999
    turn('a', () => expect(value.get()).toBe('x'))
    cursor.nowMs = 61_000
    turn('a', () => expect([value.exists(), value.get()]).toEqual([false, null]))
    expect([variables.rows, variables.sweep(60_999), variables.rows]).toEqual([1, 0, 1])
    expect([variables.sweep(61_000), variables.rows, variables.earliest()]).toEqual([1, 0, undefined])
  })

  test('begins anew with each write', () => {
    const { handle, cursor, variables, turn } = handleOf('ProcessingTime')
    const value = handle.getValueState('v', string, { ttlMs: minute })
    for (const at of [1_000, 35_000]) {
      cursor.nowMs = at
      turn('a', () => value.update('x'))
    }
    expect([variables.earliest(), variables.sweep(94_999), variables.sweep(95_000)]).toEqual([95_000, 0, 1])
  })

  test('is over for each value of a list, and each key of a map, by itself', () => {
    const { handle, cursor, variables, turn } = handleOf('ProcessingTime')
    const list = handle.getListState('l', string, { ttlMs: 100 })
    const map = handle.getMapState('m', string, string, { ttlMs: 100 })
    for (const at of [0, 50]) {
      cursor.nowMs = at
      turn('a', () => {
        list.appendValue(`at ${at}`)
        map.updateValue(`at ${at}`, 'x')
      })
    }
    cursor.nowMs = 100
    turn('a', () => {
      expect([list.get(), [...map.keys()]]).toEqual([['at 50'], ['at 50']])
      expect(map.getValue('at 0')).toBeNull()
    })
    expect(variables.sweep(100)).toBe(2)
    turn('a', () => expect([list.get(), [...map.keys()]]).toEqual([['at 50'], ['at 50']]))
    expect([variables.earliest(), variables.sweep(150), variables.rows, variables.earliest()]).toEqual([
      150,
      2,
      0,
      undefined,
    ])
  })

  test('of cleared state is over at once', () => {
    const { handle, cursor, variables, turn } = handleOf('ProcessingTime')
    const value = handle.getValueState('v', string, { ttlMs: 100 })
    const list = handle.getListState('l', string, { ttlMs: 100 })
    const map = handle.getMapState('m', string, string, { ttlMs: 100 })
    cursor.nowMs = 0
    for (const key of ['a', 'b'])
      turn(key, () => {
        value.update('x')
        list.put(['x'])
        map.updateValue('x', 'x')
      })
    turn('a', () => {
      value.clear()
      list.clear()
      map.clear()
    })
    expect(variables.rows).toBe(3)
    turn('b', () => {
      value.clear()
      list.clear()
      map.clear()
    })
    expect([variables.rows, variables.earliest()]).toEqual([0, undefined])
  })
})

describe('timers', () => {
  test('belong to their key, are listed in order, and fire in order of time', () => {
    const { handle, variables, turn, counts } = handleOf('EventTime')
    turn('a', () => {
      for (const at of [30, -10, 20, 20]) handle.registerTimer(at)
      expect(handle.listTimers()).toEqual([-10, 20, 30])
      handle.deleteTimer(30)
      handle.deleteTimer(5)
    })
    turn('b', () => handle.registerTimer(10))
    turn('a', () => expect(handle.listTimers()).toEqual([-10, 20]))
    const due = variables.timers?.due(20).map(({ key, timeMs }) => [key.text, timeMs])
    expect(due).toEqual([
      ['a|', -10],
      ['b|', 10],
      ['a|', 20],
    ])
    expect(counts).toEqual({ registered: 5, deleted: 2 })
    expect(variables.timers?.earliest()).toBe(-10)
  })
})

describe('the handle', () => {
  test('refuses in each state what Spark refuses', () => {
    const { handle, cursor, turn } = handleOf('ProcessingTime')
    const value = handle.getValueState('v', long)
    const wrong = condition('STATEFUL_PROCESSOR_CANNOT_PERFORM_OPERATION_WITH_INVALID_HANDLE_STATE')
    expect(() => value.exists()).toThrow('operation=v.exists with invalid handle state=PRE_INIT')
    expect(() => handle.registerTimer(1)).toThrow('operation=register_timer with invalid handle state=PRE_INIT')
    cursor.state = 'INITIALIZED'
    expect(() => value.exists()).toThrow(condition('INTERNAL_ERROR_TWS'))
    expect(() => turn('a', () => handle.getValueState('w', long))).toThrow('operation=get_value_state')
    expect(() => turn('a', () => handle.deleteIfExists('v'))).toThrow(wrong)
    cursor.state = 'TIMER_PROCESSED'
    expect(() => handle.listTimers()).toThrow(wrong)
  })

  test('refuses timers and times to live in other time modes', () => {
    const { handle, turn } = handleOf('None')
    expect(() => turn('a', () => handle.registerTimer(1))).toThrow(
      'operation=register_timer with invalid timeMode=NoTime',
    )
    for (const mode of ['None', 'EventTime'] as const)
      expect(() => handleOf(mode).handle.getValueState('v', long, { ttlMs: 5 })).toThrow(
        condition('STATEFUL_PROCESSOR_INCORRECT_TIME_MODE_TO_ASSIGN_TTL'),
      )
    expect(() => handleOf('ProcessingTime').handle.getListState('v', long, { ttlMs: -5 })).toThrow(
      condition('STATEFUL_PROCESSOR_TTL_DURATION_MUST_BE_POSITIVE'),
    )
  })

  test('refuses a name twice, and names that Spark refuses', () => {
    const { handle } = handleOf()
    handle.getValueState('v', long)
    expect(() => handle.getListState('v', long)).toThrow(
      condition('STATEFUL_PROCESSOR_DUPLICATE_STATE_VARIABLE_DEFINED'),
    )
    for (const name of ['', ' v', 'default'])
      expect(() => handle.getValueState(name, long)).toThrow(
        condition('STATE_STORE_CANNOT_USE_COLUMN_FAMILY_WITH_INVALID_NAME'),
      )
    expect(() => handle.getValueState('$v', long)).toThrow(
      condition('STATE_STORE_CANNOT_CREATE_COLUMN_FAMILY_WITH_RESERVED_CHARS'),
    )
  })
})
