import { expect, test } from 'vitest'
import * as builders from '../../../lib/expressions/builders/index.ts'
import { Column } from '../../../lib/expressions/column.ts'
import { builtinFunctions } from '../../../lib/expressions/functions/index.ts'
import { generators } from '../../../lib/expressions/generators/index.ts'

/** Not builders of one function; struct is the binder's own form, since it names its fields. */
const others = new Set(['Column', 'col', 'lit', 'expr', 'when', 'callFunction', 'struct'])

test('every builder makes a call of a function that there is', () => {
  const unknown = Object.entries(builders)
    .filter(([name]) => !others.has(name))
    .map(([name, build]) => {
      const column = (build as (...args: readonly unknown[]) => Column)('a', 'b', 'c')
      return column.expression.kind === 'call' ? column.expression.name : `${name} is no call`
    })
    .filter((name) => !builtinFunctions.has(name) && !generators.has(name))
  expect(unknown).toEqual([])
})

test('a text is a column’s name where a column is wanted, and a literal where a value is', () => {
  expect(builders.upper('a')).toEqual(builders.upper(builders.col('a')))
  expect(String(builders.substring('a', 1, builders.col('n')))).toBe("Column<'substring(a, 1, n)'>")
  expect(builders.concatWs('-', 'a', builders.lit('b')).expression).toEqual({
    kind: 'call',
    name: 'concat_ws',
    args: [builders.lit('-').expression, builders.col('a').expression, builders.lit('b').expression],
  })
  expect(builders.fromJson('j', 'a INT', { mode: 'FAILFAST' })).toBeInstanceOf(Column)
  expect(builders.callFunction('upper', 'a')).toEqual(builders.upper('a'))
})
