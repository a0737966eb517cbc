import { expect, test } from 'vitest'
import { singleRow } from '../../operators/single-row.ts'
import { condition, printed, table$ } from './pipe.ts'

const rows = (text: string) =>
  table$(`
  n:long
  epoch 0
  ${text}
  barrier 0
  epoch 1
  7
  barrier 1`)

test('the row of each epoch passes', () => {
  expect(printed(rows('1').pipe(singleRow()))).toContain('epoch 0\n1\nbarrier 0\nepoch 1\n7\nbarrier 1')
})

test('a second row is refused with the text of Spark', () => {
  expect(condition(() => printed(rows('1\n2').pipe(singleRow())))).toBe(
    'SCALAR_SUBQUERY_TOO_MANY_ROWS: More than one row returned by a subquery used as an expression.',
  )
})
