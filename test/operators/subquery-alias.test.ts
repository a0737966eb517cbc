import { expect, test } from 'vitest'
import { col } from '../../lib/expressions/column-functions.ts'
import { alias, filter } from '../../operators/index.ts'
import { printed, readings, table$ } from './pipe.ts'

test('an alias lets columns be qualified', () => {
  expect(printed(table$(readings).pipe(alias('r'), filter(col('r.celsius').gt(30))))).toContain('epoch 0\nc 40')
})
