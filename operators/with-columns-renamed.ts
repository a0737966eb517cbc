/**
 * Renames columns; a name that the input does not have is left out, as in Spark. Renames follow one another: `{a: 'b', b:
 * 'c'}` makes both columns `c`. The event-time tag stays.
 *
 * State: none. Watermarks and barriers pass. Nothing is copied.
 *
 * @example
 * readings.pipe(withColumnsRenamed({ celsius: 'temperature' }))
 *
 * @module
 */

import { defineOperator } from '../lib/plan/define-operator.ts'
import { inputColumn, type ProjectedColumn } from '../lib/plan/input-column.ts'
import type { NodeOptions } from '../lib/plan/nodes.ts'
import { renamed } from '../lib/plan/renamed.ts'
import { Schema } from '../lib/types/schema.ts'

function projection({ renames }: NodeOptions['withColumnsRenamed'], input: Schema): readonly ProjectedColumn[] {
  return input.fields.map((field, at) => {
    const name = renames.reduce(
      (name, [from, to]) => (name.toLowerCase() === from.toLowerCase() ? to : name),
      field.name,
    )
    return inputColumn(input, at, name === field.name ? field : renamed(field, name))
  })
}

/** New names by old name. */
export const withColumnsRenamed = defineOperator(
  {
    name: 'withColumnsRenamed',
    inputs: 1,
    schema: (options, [input]) => new Schema(projection(options, input as Schema).map((column) => column.field)),
    describe: ({ renames }) => `WithColumnsRenamed [${renames.map(([from, to]) => `${from} AS ${to}`).join(', ')}]`,
    rows: (options, input) => [{ project: projection(options, input) }],
  },
  (renames: { readonly [from: string]: string }) => ({ renames: Object.entries(renames) }),
)
