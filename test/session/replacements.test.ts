/** `replace` as a real Spark 4.3 (pyspark) does it. */
import { afterAll, describe, expect, test } from 'vitest'
import type { Replaced, Replacing } from '../../lib/session/replacements.ts'
import { testSession } from './sessions.ts'

const { session } = testSession()
afterAll(() => session.stop())

const frame = () =>
  session.createDataFrame(
    [
      [1, 1.5, 'a', true],
      [2, Number.NaN, null, false],
      [null, -0, 'b', null],
    ],
    'i INT, d DOUBLE, s STRING, b BOOLEAN',
  )

type Column = 'i' | 'd' | 's' | 'b'

/** What is replaced, and the one column that is different then. */
const cases: readonly (readonly [Replaced, Replacing | undefined, Column[] | undefined, Column, unknown[]])[] = [
  [1, 9, undefined, 'i', [9, 2, null]],
  [1, null, undefined, 'i', [null, 2, null]],
  ['a', 'x', undefined, 's', ['x', null, 'b']],
  [
    new Map([
      [1, 10],
      [2, 20],
    ]),
    undefined,
    undefined,
    'i',
    [10, 20, null],
  ],
  [[1, 2], [5, 6], ['i'], 'i', [5, 6, null]],
  [['a', 'b'], 'z', ['s'], 's', ['z', null, 'z']],
  [Number.NaN, 0, undefined, 'd', [1.5, 0, -0]],
  [0, 7, undefined, 'd', [1.5, Number.NaN, 7]],
  [true, false, undefined, 'b', [false, false, null]],
  [1n, 2.5, undefined, 'i', [2, 2, null]],
  ['a', 'x', ['i'], 'i', [1, 2, null]],
  [new Map(), undefined, undefined, 'i', [1, 2, null]],
]

describe('replace', () => {
  test.each(cases)('%s by %s in %s', async (from, to, columns, changed, values) => {
    const before = await frame().collect()
    const after = await frame().replace(from, to, columns).collect()
    expect(after).toEqual(before.map((row, at) => ({ ...row, [changed]: values[at] })))
    expect(frame().replace(from, to, columns).schema.toString()).toBe(frame().schema.toString())
  })

  test('refuses mixed kinds, lists of different lengths, unknown columns and values that overflow', async () => {
    expect(() => frame().replace(new Map<number, string>([[1, 'a']]))).toThrow(
      'Mixed type replacements are not supported.',
    )
    expect(() => frame().replace([1, 2], [1])).toThrow(
      'to_replace and value should be of the same length, got 2 and 1.',
    )
    expect(() => frame().replace(1)).toThrow('Argument `value` is required when `to_replace` is dict.')
    expect(() => frame().replace('a', 'x', ['nope' as 'i'])).toThrow(/`nope` cannot be resolved/)
    await expect(frame().replace(1, 1e12).collect()).rejects.toMatchObject({ condition: 'CAST_OVERFLOW' })
  })
})
