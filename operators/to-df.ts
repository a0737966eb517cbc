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
import { defineOperator } from '../lib/plan/define-operator.ts'
import { inputColumn, type ProjectedColumn } from '../lib/plan/input-column.ts'
import { renamed } from '../lib/plan/renamed.ts'
import { Schema } from '../lib/types/schema.ts'

function projection(names: readonly string[], input: Schema): readonly ProjectedColumn[] {
  if (names.length !== input.length) {
    // The numbers stand as Spark 4.3 prints them: the frame's columns first.
    throw new MillraceError(
      'ASSIGNMENT_ARITY_MISMATCH',
      `The number of columns or variables assigned or aliased: ${input.length} does not match the number of source expressions: ${names.length}.`,
      { sqlState: '42802', parameters: { numTarget: `${input.length}`, numExpr: `${names.length}` } },
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
