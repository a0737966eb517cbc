import { describe, expect, test } from 'vitest'
import { except, intersect } from '../../operators/index.ts'
import { condition, printed, table$ } from './pipe.ts'

const epoch = (rows: string) => `
  k:string n:double
  epoch 0
  ${rows.split(', ').join('\n  ')}
  barrier 0`

const left = () => table$(epoch('a 1, a 1, b null, b null, c NaN, d 4'))
const right = () => table$(epoch('a 1, b null, b null, b null, c NaN, e 5'))

describe('intersect', () => {
  test('gives what both have once, null equal to null and NaN to NaN', () => {
    expect(printed(left().pipe(intersect(right())))).toContain('epoch 0\na 1\nb null\nc NaN\nbarrier 0')
  })

  test('with all as often as both have it', () => {
    expect(printed(left().pipe(intersect(right(), true)))).toContain('epoch 0\na 1\nb null\nb null\nc NaN\nbarrier 0')
  })

  test('widens types, refuses maps and other widths', () => {
    const ints = table$('k:string n:int\nepoch 0\na 1\nbarrier 0')
    expect(printed(left().pipe(intersect(ints)))).toContain('k:string n:double\nepoch 0\na 1\nbarrier 0')
    const one = table$('k:string\nepoch 0\na\nbarrier 0')
    expect(condition(() => printed(left().pipe(intersect(one))))).toMatch(
      /^NUM_COLUMNS_MISMATCH: INTERSECT can only be performed on inputs with the same number of columns/,
    )
  })
})

describe('except', () => {
  test('gives once what only the first has', () => {
    expect(printed(right().pipe(except(left())))).toContain('epoch 0\ne 5\nbarrier 0')
    expect(printed(left().pipe(except(table$(epoch('x 1')))))).toContain('epoch 0\na 1\nb null\nc NaN\nd 4\nbarrier 0')
  })

  test('with all as often as the first has it more', () => {
    expect(printed(left().pipe(except(right(), true)))).toContain('epoch 0\na 1\nd 4\nbarrier 0')
  })
})
