import { expect, test } from 'vitest'
import { vectorOf } from '../../../lib/columnar/builder.ts'
import { PoisoningPool } from '../../../lib/columnar/poisoning-pool.ts'
import { RecordBatch } from '../../../lib/columnar/record-batch.ts'
import { rowsOf } from '../../../lib/columnar/values.ts'
import { createBinder } from '../../../lib/expressions/binder/create-binder.ts'
import { compileRows } from '../../../lib/expressions/code/compile-rows.ts'
import { foldSteps } from '../../../lib/expressions/fold-constants.ts'
import { builtinFunctions } from '../../../lib/expressions/functions/index.ts'
import { interpreter } from '../../../lib/expressions/interpret.ts'
import { parseExpression } from '../../../lib/expressions/parser/parse-expression.ts'
import { parseSchema } from '../../../lib/types/ddl/ddl.ts'
import { Schema } from '../../../lib/types/schema.ts'
import { parseTimestamp } from '../../../lib/types/time/text.ts'
import { utc } from '../../../lib/types/time/zone.ts'
import { field, stringType } from '../../../lib/types/types.ts'

const at = (text: string) => parseTimestamp(text, utc) as bigint
const zone = 'America/New_York'
const input = parseSchema('s STRING')
const binder = createBinder({ functions: builtinFunctions, ansi: true, zone })

test.each([
  'CAST(s AS TIMESTAMP)',
  "CAST('03:04' AS TIMESTAMP)",
  'to_timestamp(s)',
  'try_to_timestamp(s)',
  'element_at(CAST(array(s) AS ARRAY<TIMESTAMP>), 1)',
])(
  '%s of a time without a date is on the day of the batch in the session zone, whichever way it is evaluated',
  (text) => {
    const evaluation = { batchTime: 0n, epoch: 0, queryId: 'q', zone, ansi: true, functions: new Map() }
    const context = { functions: builtinFunctions, evaluation, pool: new PoisoningPool() }
    const value = binder.bind(parseExpression(`CAST(${text} AS STRING)`), input)
    const steps = foldSteps([{ project: [{ field: field('c', stringType), value }] }], context)
    const compiled = compileRows(steps, input, new Schema([field('c', stringType)]), context)
    const meant = interpreter(value, context)
    const both = () => {
      const batch = new RecordBatch(input, [vectorOf(stringType, ['03:04'])], 1)
      return [rowsOf(compiled(batch) as RecordBatch)[0]?.[0], meant(['03:04'])]
    }
    // Eleven in the evening of the day before, in New York.
    evaluation.batchTime = at('2024-02-29 04:00:00Z')
    expect(both()).toEqual(['2024-02-28 03:04:00', '2024-02-28 03:04:00'])
    evaluation.batchTime = at('2024-03-01 12:00:00Z')
    expect(both()).toEqual(['2024-03-01 03:04:00', '2024-03-01 03:04:00'])
  },
)
