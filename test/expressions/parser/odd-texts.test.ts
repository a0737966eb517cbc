import { describe, expect, test } from 'vitest'
import { createBinder } from '../../../lib/expressions/binder/create-binder.ts'
import { builtinFunctions } from '../../../lib/expressions/functions/index.ts'
import { parseExpression } from '../../../lib/expressions/parser/parse-expression.ts'
import { parseSchema } from '../../../lib/types/ddl/ddl.ts'
import { expected, Missing, outcome, recordedParsing } from '../recorded.ts'

/** Refused by both, in other words or at another place; the value says why, where it is not plain. */
const otherWords = new Map([
  ["s LIKE 'a' ESCAPE a", 'a hint'],
  ['a IN 1', 'a hint'],
  ['a IS 1', 'a hint'],
  ['CAST(a INT)', 'a hint'],
  ['CAST(s AS INTERVAL DAY TO YEAR)', 'a hint'],
  ['CAST(s AS MAP<STRING>)', 'a hint'],
  ['transform(ar, (x) -> x)', 'a hint'],
  ['a AS "b"', 'a hint'],
  ["POSITION('a' IN s IN s)", 'a hint'],
  ['CASE a WHEN 1 THEN 2 ELSE 3', 'Spark sees which bracket is missing'],
  ['a BETWEEN bo AND 1 AND 2', 'Spark names the comparison inside'],
  ['CAST(s AS STRUCT)', 'another example'],
  ['st.*.x', 'the name of a class'],
  ['*.a', 'the name of a class'],
  ['a + * ', 'the name of a class'],
  ['a ** b', 'the name of a class'],
  ["INTERVAL '10-13' YEAR TO MONTH", 'which part is wrong'],
  ["INTERVAL '1 25:00' DAY TO MINUTE", 'which part is wrong'],
  ['INTERVAL (1) DAY', 'names of functions are shown in lower case'],
  ['ROW(1, 2)', 'names of functions are shown in lower case'],
  ['TIMESTAMPADD(FOO, 1, ts)', 'the unit is looked up before the function'],
  ['a.*', 'the place'],
  ['* EXCEPT ()', 'the place'],
  ['a | | b', 'the place'],
  [':1', 'the place'],
  ['sum(a) filter (bo)', 'the place'],
  ['a AND\n\n (b', 'the place'],
  ['x.y.z(s)', 'there is no catalog'],
  ['"upper"(s)', 'Spark reads an alias'],
  ["s -> 'x'", 'Spark fails with an internal error'],
])

/** What only one of the two takes. */
const differences = new Map([
  ['a COLLATE x', 'Spark fails with an internal error around it'],
  ['CAST(s AS STRING COLLATE UTF8_BINARY)', 'the collation is the default one'],
  ["identifier('st.x')", 'another name'],
  ['(SELECT 1) + 1', 'subqueries are refused'],
  ['exists (select 1)', 'subqueries are refused'],
  ['not exists (select 1)', 'subqueries are refused'],
  ['a in (select 1) or bo', 'subqueries are refused'],
])

describe('odd texts are read, or refused with the same words', () => {
  const binder = createBinder({ functions: builtinFunctions, ansi: true, zone: 'UTC' })
  const input = parseSchema(recordedParsing.schema)
  for (const one of recordedParsing.cases) {
    const { text } = one
    test(JSON.stringify(text), ({ skip }) => {
      const actual = outcome(binder, () => [parseExpression(text)], input)
      if (actual instanceof Missing) return skip(`no function ${actual.name}`)
      const wanted = expected(one)
      if (differences.has(text) || otherWords.has(text)) expect(actual).not.toBe(wanted)
      else expect(actual).toBe(wanted)
      if (otherWords.has(text)) expect(actual).toMatch(/^[A-Z_.0-9]+: /)
    })
  }
})

test('an endless chain is an error, not a crash', () => {
  for (const link of [' OR a', ' AND a', ' + a', '[0]', '::int', ' = a']) {
    expect(() => parseExpression(`a${link.repeat(50_000)}`)).toThrow('nested more than 1000 levels deep')
  }
})
