import { expect, test } from 'vitest'
import { createBinder } from '../../lib/expressions/binder/create-binder.ts'
import type { Bound } from '../../lib/expressions/bound.ts'
import { foldConstants } from '../../lib/expressions/fold-constants.ts'
import { builtinFunctions } from '../../lib/expressions/functions/index.ts'
import { numberCalls } from '../../lib/expressions/number-calls.ts'
import { parseExpression } from '../../lib/expressions/parser/parse-expression.ts'
import { parseSchema } from '../../lib/types/ddl/ddl.ts'
import { booleanType, doubleType } from '../../lib/types/types.ts'

const binder = createBinder({ functions: builtinFunctions, ansi: true, zone: 'UTC' })
const evaluation = { batchTime: 0n, epoch: 0, queryId: '', zone: 'UTC', ansi: true, functions: new Map() }
const folded = (text: string) =>
  foldConstants(binder.bind(parseExpression(text), parseSchema('a INT, d DATE')), {
    functions: builtinFunctions,
    evaluation,
  })

test('a part without columns becomes a literal of its type', () => {
  expect(folded('1 + 2 * 3')).toEqual({ kind: 'literal', type: { kind: 'int' }, value: 7, nullable: false })
  expect(folded("d > CAST('1970-01-03' AS DATE)")).toMatchObject({
    kind: 'call',
    args: [{ kind: 'input' }, { kind: 'literal', value: 2, type: { kind: 'date' } }],
  })
})

test('what raises stays, so that it raises only for rows that come to it', () => {
  expect(folded('1 / 0')).toMatchObject({ kind: 'call', name: '/' })
  expect(folded('a > 1 AND 1 / 0 > 1')).toMatchObject({ kind: 'call', name: 'and' })
})

test('the time of the batch is not known when the plan is made', () => {
  expect(folded('current_timestamp()')).toMatchObject({ kind: 'call', name: 'current_timestamp' })
})

test('non-deterministic calls of a plan have ordinals of their own, in order', () => {
  const call = (name: string, ...args: readonly Bound[]): Bound => ({
    kind: 'call',
    name,
    args,
    type: doubleType,
    nullable: false,
  })
  const random: Bound = { kind: 'call', name: 'rand', args: [], type: doubleType, nullable: false, ordinal: 0 }
  const field = { name: 'x', type: doubleType, nullable: false }
  const counter = { next: 0 }
  const steps = numberCalls(
    [
      { project: [{ field, value: call('+', random, random) }] },
      { filter: { ...call('>', random), type: booleanType } },
    ],
    counter,
  )
  const ordinals: unknown[] = []
  JSON.stringify(steps, (key, value) => {
    if (key === 'ordinal') ordinals.push(value)
    return value
  })
  expect(ordinals).toEqual([0, 1, 2])
  expect(counter.next).toBe(3)
})

test('a field of a struct that is made on the spot is what it is made of', () => {
  expect(folded("named_struct('x', a + 1, 'y', d).x > 2")).toMatchObject({
    kind: 'call',
    name: '>',
    args: [{ kind: 'call', name: '+', args: [{ kind: 'input', name: 'a' }, { kind: 'literal' }] }, { kind: 'literal' }],
  })
  expect(folded("named_struct('x', a, 'y', named_struct('z', d)).y.z")).toMatchObject({ kind: 'input', name: 'd' })
})
