import { describe, expect, test } from 'vitest'
import type { Binder } from '../../../lib/expressions/binder/binder.ts'
import { createBinder } from '../../../lib/expressions/binder/create-binder.ts'
import { builtinFunctions } from '../../../lib/expressions/functions/index.ts'
import { parseExpression } from '../../../lib/expressions/parser/parse-expression.ts'
import { parseSchema } from '../../../lib/types/ddl/ddl.ts'
import { Schema } from '../../../lib/types/schema.ts'
import { expected, Missing, outcome, type RecordedCase, recorded, recordedBinding } from '../recorded.ts'

const binders = [true, false].map((ansi) => createBinder({ functions: builtinFunctions, ansi, zone: 'UTC' }))
const [binder, legacyBinder] = binders as [(typeof binders)[0], (typeof binders)[0]]

/** Where millrace says something else on purpose; the value says why. */
const differences = new Map([
  ['s COLLATE UTF8_LCASE', 'the only collation is UTF8_BINARY'],
  ['a IN (SELECT 1)', 'subqueries are refused'],
  ['EXISTS (SELECT 1)', 'the same'],
  ['(SELECT 1)', 'the same'],
  ['* + 1', 'Spark names the operator by its class: add'],
  ['upper(x -> x)', 'Spark names its Java class'],
  ['x -> x', 'Spark fails with an internal error'],
  ['* EXCEPT (nope)', 'Spark proposes columns in the order of the schema here'],
  ["from_json(s, 'nope nope')", 'the rest of the message quotes a text that Spark wraps'],
  ['assert_true(bo)', 'the message is not an argument'],
  ["raise_error('x')", 'the text is the only argument'],
  ['uuid(1)', 'no seed is taken'],
  ['array(b,b)[a]', 'Spark takes it for never null though the position may be'],
  ["extract('year' from ts)", 'the recorded message is cut'],
])

/** Refused where a query is analyzed, not in the expression: see test/plan. */
const ofQueries = new Set(['sum(sum(a))', 'sum(a) + a', 'sum(rand())'])

function check(one: RecordedCase, text: string, input: Schema, skip: (note: string) => never) {
  if (ofQueries.has(text)) return skip('refused where a query is analyzed')
  const difference = differences.get(text)
  const items = text === '*, a' || text === 'explode(ar), explode(ar)' ? text.split(', ') : [text]
  const actual = outcome(binder, () => items.map((one) => parseExpression(one)), input)
  if (actual instanceof Missing) return skip(`no function ${actual.name}`)
  if (difference) expect(actual).not.toBe(expected(one))
  else expect(actual).toBe(expected(one))
}

describe('expressions have the names, types and refusals that Spark gives them', () => {
  const input = parseSchema(recorded.schema)
  for (const one of recorded.cases) {
    if (one.parseError) continue
    test(JSON.stringify(one.text), ({ skip }) => check(one, one.text, input, skip))
  }
})

describe('without ANSI types meet by the older rules', () => {
  const input = parseSchema(recorded.schema)
  for (const { text, legacy } of recorded.cases) {
    if (legacy === undefined || text === 'bo = 1') continue
    test(JSON.stringify(text), ({ skip }) => {
      const actual = outcome(legacyBinder, () => [parseExpression(text)], input)
      if (actual instanceof Missing) return skip(`no function ${actual.name}`)
      expect(actual).toBe(legacy)
    })
  }
})

describe('columns are found by name, qualifier and path', () => {
  const base = parseSchema(recordedBinding.schema).fields
  const other = parseSchema(recordedBinding.other).fields
  const named = (fields: typeof base, qualifier: string) => fields.map((field) => ({ ...field, qualifier }))
  const inputs = {
    select: base,
    alias: named(base, 'q'),
    join: [...named(base, 'x'), ...named(other, 'y')],
    plainJoin: [...base, ...other],
  }
  for (const [over, fields] of Object.entries(inputs)) {
    for (const one of recordedBinding[over] as readonly RecordedCase[]) {
      test(`${over} ${JSON.stringify(one.text)}`, ({ skip }) => check(one, one.text, new Schema(fields), skip))
    }
  }
})

describe('functions show the names and arguments that Spark shows', () => {
  const input = parseSchema(recordedBinding.functionSchema)
  const inNewYork = [true, false].map((ansi) =>
    createBinder({ functions: builtinFunctions, ansi, zone: 'America/New_York' }),
  )
  for (const one of recordedBinding.functions) {
    test(JSON.stringify(one.text), ({ skip }) => {
      const actual = outcome(inNewYork[0] as Binder, () => [parseExpression(one.text)], input)
      if (actual instanceof Missing) return skip(`no function ${actual.name}`)
      if (differences.has(one.text)) expect(actual).not.toBe(expected(one))
      else expect(actual).toBe(expected(one))
      if (one.legacy === undefined || differences.has(one.text)) return
      expect(outcome(inNewYork[1] as Binder, () => [parseExpression(one.text)], input)).toBe(one.legacy)
    })
  }
})
