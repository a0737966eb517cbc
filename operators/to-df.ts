/**
 * Gives all columns new names, by position.
 *
 * State: none. Watermarks and barriers pass. Nothing is copied.
 *
 * @example
 * readings.pipe(toDF('device', 'temperature'))
 *
 * @module
 */
import { MillraceError } from '../lib/errors.ts'
import { renamed } from '../lib/plan/column-names.ts'
import { defineOperator } from '../lib/plan/define-operator.ts'
import { inputColumn, type ProjectedColumn } from '../lib/plan/input-column.ts'
import { Schema } from '../lib/types/schema.ts'

function projection(names: readonly string[], input: Schema): readonly ProjectedColumn[] {
  if (names.length !== input.length) {
    // Spark: a plain IllegalArgumentException of Dataset.toDF.
    throw new MillraceError(
      'MILLRACE_COLUMN_COUNT',
      "requirement failed: The number of columns doesn't match.\n" +
        `Old column names (${input.length}): ${input.names.join(', ')}\nNew column names (${names.length}): ${names.join(', ')}`,
    )
  }
  return input.fields.map((field, at) => inputColumn(input, at, renamed(field, names[at] as string)))
}

export const toDF = defineOperator(
  {
    name: 'toDF',
    inputs: 1,
    schema: ({ names }, [input]) => new Schema(projection(names, input as Schema).map((column) => column.field)),
    describe: ({ names }) => `ToDF [${names.join(', ')}]`,
    rows: ({ names }, input) => [{ project: projection(names, input) }],
  },
  (...names: readonly string[]) => ({ names }),
)
