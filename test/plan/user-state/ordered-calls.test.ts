import { describe, expect, test } from 'vitest'
import { callInOrder } from '../../../lib/plan/user-state/ordered-calls.ts'

interface Told {
  readonly calls: number[]
  readonly taken: unknown[]
  readonly done: void | Promise<void>
}

function told(count: number, concurrency: number, call: (group: number) => unknown, stopped = () => false): Told {
  const calls: number[] = []
  const taken: unknown[] = []
  const done = callInOrder({
    count,
    concurrency,
    stopped,
    call(group) {
      calls.push(group)
      return call(group)
    },
    take: (group, result) => taken.push([group, result]),
  })
  return { calls, taken, done }
}

describe('calls in order', () => {
  test('run in a plain loop when results are there at once', () => {
    const { calls, taken, done } = told(3, 2, (group) => group * 10)
    expect([calls, taken, done]).toEqual([
      [0, 1, 2],
      [
        [0, 0],
        [1, 10],
        [2, 20],
      ],
      undefined,
    ])
  })

  test('take results in order, whichever is there first, with so many under way', async () => {
    const open: (() => void)[] = []
    const { calls, taken, done } = told(4, 2, (group) =>
      group === 0 ? 'now' : new Promise((resolve) => open.push(() => resolve(group))),
    )
    expect([calls, taken]).toEqual([[0, 1, 2], [[0, 'now']]])
    open[1]?.()
    await Promise.resolve()
    expect(taken).toHaveLength(1)
    open[0]?.()
    await expect.poll(() => calls).toHaveLength(4)
    open[2]?.()
    await done
    expect(taken).toEqual([
      [0, 'now'],
      [1, 1],
      [2, 2],
      [3, 3],
    ])
  })

  test('take results that are there at once among promises', async () => {
    const { taken, done } = told(4, 1, (group) => (group % 2 === 0 ? Promise.resolve(group) : group))
    await done
    expect(taken).toEqual([
      [0, 0],
      [1, 1],
      [2, 2],
      [3, 3],
    ])
  })

  test('fail with the first failure in order', async () => {
    const { taken, done } = told(3, 3, async (group) => {
      if (group > 0) throw new Error(`no ${group}`)
      return group
    })
    await expect(done).rejects.toThrow('no 1')
    expect(taken).toEqual([[0, 0]])
    const thrown = told(3, 3, (group) => {
      if (group === 1) throw new Error('thrown')
      return Promise.resolve(group)
    })
    await expect(thrown.done).rejects.toThrow('thrown')
  })

  test('begin no further when they are stopped', async () => {
    let stops = false
    const { calls, done } = told(
      9,
      1,
      () => Promise.resolve(),
      () => stops,
    )
    stops = true
    await done
    expect(calls).toEqual([0])
  })
})
