import { describe, expect, test } from 'vitest'
import { count, sum, window } from '../../lib/expressions/builders/index.ts'
import { col } from '../../lib/expressions/column-functions.ts'
import { runStage } from '../../lib/testing/run-stage.ts'
import { aggregate } from '../../operators/index.ts'
import { condition } from './pipe.ts'

describe('aggregate', () => {
  test('without a watermark gives all groups at the end of the stream', () => {
    const input = 'k:string n:long\nepoch 0\na 1\nb 2\na 3'
    expect(runStage(aggregate(['k'], sum('n').as('s')), input)).toMatchInlineSnapshot(`
      "k:string s:bigint
      epoch 0
      a 4
      b 2"
    `)
  })

  test('gives windows once the watermark has passed them, and drops what comes late', () => {
    const input = `
      ts:timestamp!5 k:string
      epoch 0
      1 a
      12 a
      3 a
      watermark 10
      barrier 0
      epoch 1
      4 a
      13 b
      watermark 30
      barrier 1`
    const stage = aggregate([window('ts', '10 seconds'), 'k'], count('*').as('n'))
    expect(runStage(stage, input, { dropsLate: true })).toMatchInlineSnapshot(`
      "window:struct<start:timestamp,end:timestamp> k:string n:bigint
      epoch 0
      [0,10] a 2
      watermark 10
      barrier 0
      epoch 1
      [10,20] a 1
      [10,20] b 1
      watermark 30
      barrier 1"
    `)
  })

  test('of an empty stream without keys gives one row', () => {
    const input = 'k:string n:long\nepoch 0'
    expect(runStage(aggregate([], count('*').as('n')), input)).toMatchInlineSnapshot(`
      "n:bigint
      epoch 0
      0"
    `)
  })

  test('refuses columns that are neither grouped by nor aggregated', () => {
    const input = 'k:string n:long\nepoch 0\na 1\nbarrier 0'
    expect(condition(() => runStage(aggregate(['k'], col('n')), input))).toMatch(/^MISSING_AGGREGATION/)
  })

  test('is data that survives a copy', () => {
    const options = aggregate.optionsOf(['k'], sum('n').as('s'))
    expect(structuredClone(options)).toEqual(options)
    expect(aggregate.definition.describe(options)).toBe('Aggregate [k], [k, sum(n) AS s]')
  })
})
