import { expect, test } from 'vitest'
import { createBinder } from '../../lib/expressions/binder/create-binder.ts'
import { builtinFunctions } from '../../lib/expressions/functions/index.ts'
import { interpreter } from '../../lib/expressions/interpret.ts'
import { parseExpression } from '../../lib/expressions/parser/parse-expression.ts'
import { withSpecialTimes } from '../../lib/expressions/special-times.ts'
import { Schema } from '../../lib/types/schema.ts'
import { parseTimestamp } from '../../lib/types/time/text.ts'
import { utc } from '../../lib/types/time/zone.ts'

const zone = 'America/New_York'
const binder = createBinder({ functions: builtinFunctions, ansi: true, zone })
// Eleven in the evening of the day before, in New York.
const batchTime = parseTimestamp('2024-02-29 04:00:00', utc) as bigint

function meantBy(text: string) {
  const evaluation = { batchTime, epoch: 0, queryId: 'q', zone, ansi: true, functions: new Map() }
  const context = { functions: builtinFunctions, evaluation }
  const bound = binder.bind(parseExpression(`CAST(${text} AS STRING)`), new Schema([]))
  return interpreter(withSpecialTimes(bound, context), context)([])
}

test.each([
  ["CAST('epoch' AS DATE)", '1970-01-01'],
  ["CAST('epoch' AS TIMESTAMP)", '1969-12-31 19:00:00'],
  ["CAST('epoch' AS TIMESTAMP_NTZ)", '1970-01-01 00:00:00'],
  ["CAST('now' AS DATE)", '2024-02-28'],
  ["CAST('now' AS TIMESTAMP)", '2024-02-28 23:00:00'],
  ["CAST('now' AS TIMESTAMP_NTZ)", '2024-02-28 23:00:00'],
  ["CAST(concat('to', 'day') AS TIMESTAMP)", '2024-02-28 00:00:00'],
  ["TRY_CAST(' Tomorrow Asia/Tokyo ' AS DATE)", '2024-02-29'],
  ["CAST('yesterday' AS TIMESTAMP_NTZ)", '2024-02-27 00:00:00'],
])('%s is what the word means at the time of the batch in the session zone', (text, expected) => {
  expect(meantBy(text)).toBe(expected)
})

test.each(["CAST('now UTC' AS DATE)", "CAST('today Nowhere' AS DATE)", "CAST('epochs' AS TIMESTAMP)"])(
  '%s is malformed',
  (text) => {
    expect(() => meantBy(text)).toThrow('malformed')
  },
)
