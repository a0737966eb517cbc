/**
 * Names its input: its columns may be qualified by the name, `a.k`. Rows are not touched.
 *
 * State: none. Watermarks and barriers pass.
 *
 * @example
 * readings.pipe(alias('r'), filter(col('r.celsius').gt(30)))
 *
 * @module
 */
import { defineOperator } from '../lib/plan/define-operator.ts'
import { Schema } from '../lib/types/schema.ts'

export const alias = defineOperator(
  {
    name: 'subqueryAlias',
    inputs: 1,
    schema: ({ alias: qualifier }, [input]) =>
      new Schema((input as Schema).fields.map((field) => ({ ...field, qualifier }))),
    describe: ({ alias: name }) => `SubqueryAlias ${name}`,
    rows: () => [],
  },
  (name: string) => ({ alias: name }),
)
