import { describe, expect, test } from 'vitest'
import { union, unionByName } from '../../operators/index.ts'
import { condition, printed, table$ } from './pipe.ts'

describe('union', () => {
  const left = 'n:int k:string\nepoch 0\n1 a\nbarrier 0'
  test('is by position, keeps duplicates, and widens to the common type', () => {
    const right = 'x:long y:string\nepoch 0\n1 a\n5000000000 b\nbarrier 0'
    expect(printed(table$(left).pipe(union(table$(right))))).toBe(
      'n:bigint k:string\nepoch 0\n1 a\n5000000000 b\n--\n1 a\nbarrier 0',
    )
  })

  test('is by name when asked, with nulls for what is missing', () => {
    const right = 'k:string extra:int\nepoch 0\nb 7\nbarrier 0'
    expect(printed(table$(left).pipe(unionByName(table$(right), true)))).toBe(
      'n:int k:string extra:int\nepoch 0\nnull b 7\n--\n1 a null\nbarrier 0',
    )
    expect(condition(() => printed(table$(left).pipe(unionByName(table$(right)))))).toBe(
      'UNRESOLVED_COLUMN_AMONG_FIELD_NAMES: Cannot resolve column name "n" among (k, extra).',
    )
  })

  test('refuses inputs of different widths', () => {
    expect(condition(() => printed(table$(left).pipe(union(table$('k:string\nepoch 0\nbarrier 0')))))).toBe(
      'NUM_COLUMNS_MISMATCH: UNION can only be performed on inputs with the same number of columns, but the first input has 2 columns and the second input has 1 columns.',
    )
  })
})
