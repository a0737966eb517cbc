import { expect, test } from 'vitest'
import { printMessages, readMessages } from '../../lib/testing/message-table.ts'

test('a table is printed as it was read', () => {
  const table = [
    'id:string n:bigint d:double ts:timestamp ok:boolean',
    'epoch 0 100',
    'a 1 1.5 12.000001 true',
    'null null null null null',
    '--',
    'b 2 -0.25 -3 false',
    'watermark 9.999',
    'barrier 0',
    'epoch 1',
    'barrier 1',
  ].join('\n')
  expect(printMessages(readMessages(table))).toBe(table)
})

test('text stays text and longs stay exact', () => {
  const [, batch] = readMessages('id:string n:long\n1 9007199254740993')
  expect(printMessages(readMessages('id:string n:long\n1 9007199254740993'))).toContain('1 9007199254740993')
  expect(batch?.kind).toBe('batch')
})

test('a row that does not fit its header is refused', () => {
  expect(() => readMessages('id:string n:long\na')).toThrow('has 1 cells under 2 columns')
  expect(() => readMessages('ts:timestamp\nnoon')).toThrow('"noon" is not a number of seconds')
  expect(() => readMessages('m:map<string,int>\nx')).toThrow('a table cannot hold map')
})
