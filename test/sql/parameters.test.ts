/** Values that stand for markers in a statement, as a real Spark takes them. */
import { afterAll, expect, test } from 'vitest'
import { lit } from '../../lib/expressions/column-functions.ts'
import { testSession } from '../session/sessions.ts'

const { session } = testSession()
afterAll(() => session.stop())

test('named markers may be used anywhere and more than once; what is not used is ignored', async () => {
  const frame = session.sql('SELECT :a + 1 AS x, :b AS b, :a AS c', { a: 1, b: "it's '; DROP", q: 2 })
  expect(await frame.collect()).toEqual([{ x: 2, b: "it's '; DROP", c: 1 }])
  expect(await session.sql('SELECT id FROM range(5) LIMIT :n', { n: 2 }).count()).toBe(2)
  expect(await session.sql('SELECT * FROM VALUES (:n)', { n: 2 }).collect()).toEqual([{ col1: 2 }])
  expect(await session.sql('SELECT :day AS day', { day: lit(5n) }).collect()).toEqual([{ day: 5n }])
})

test('markers without names take the values of a list in turn', async () => {
  expect(await session.sql('SELECT ? AS a, ? AS b WHERE ? > 1', [1, 'x', 2]).collect()).toEqual([{ a: 1, b: 'x' }])
})

test.each<readonly [sql: string, args: Record<string, number> | number[], name: string]>([
  ['SELECT :a, :z', { a: 1 }, 'z'],
  ['SELECT :z', {}, 'z'],
  ['SELECT ?, ?', [1], '_10'],
  ['SELECT ?', {}, '_7'],
  ['SELECT :toString', {}, 'toString'],
])('%s without its value is refused', (sql, args, name) => {
  expect(() => session.sql(sql, args)).toThrow(
    expect.objectContaining({
      condition: 'UNBOUND_SQL_PARAMETER',
      message: expect.stringContaining(`Found the unbound parameter: ${name}.`),
    }),
  )
})
