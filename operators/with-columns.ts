/**
 * Adds columns, or replaces those that have the same name. Every value sees the old columns.
 *
 * State: none. Watermarks and barriers pass.
 *
 * @example
 * readings.pipe(withColumns({ fahrenheit: col('celsius').times(1.8).plus(32) }))
 *
 * @module
 */
import type { Expression } from '../lib/expressions/expression.ts'
import { expressionText } from '../lib/expressions/expression-text.ts'
import type { RowWiseStep } from '../lib/expressions/row-step.ts'
import { schemaAfter } from '../lib/plan/analyze/bound-plan.ts'
import type { Binder } from '../lib/plan/binder.ts'
import { type ColumnLike, columnOf } from '../lib/plan/column-like.ts'
import { defineOperator } from '../lib/plan/define-operator.ts'
import { inputColumn } from '../lib/plan/input-column.ts'
import type { NodeOptions } from '../lib/plan/nodes.ts'
import { refuseDuplicates } from '../lib/types/refuse-duplicates.ts'
import type { Schema } from '../lib/types/schema.ts'

type Options = NodeOptions['withColumns']

function steps({ columns }: Options, input: Schema, binder: Binder): readonly RowWiseStep[] {
  refuseDuplicates(columns.map((column) => column.name))
  const named = columns.map(({ name, value }): Expression => ({ kind: 'alias', input: value, names: [name] }))
  const byName = new Map(columns.map(({ name }, at) => [name.toLowerCase(), named[at] as Expression]))
  const kept = input.fields.map((field, at) => byName.get(field.name.toLowerCase()) ?? inputColumn(input, at))
  const added = named.filter((_, at) => input.index((columns[at] as { name: string }).name) === undefined)
  return binder.bindSelect([...kept, ...added], input)
}

/** New columns by name. */
export const withColumns = defineOperator(
  {
    name: 'withColumns',
    inputs: 1,
    schema: (options, [input], binder) => schemaAfter(steps(options, input as Schema, binder), input as Schema),
    describe: ({ columns }) =>
      `WithColumns [${columns.map(({ name, value }) => `${expressionText(value)} AS ${name}`).join(', ')}]`,
    expressions: ({ columns }) => columns.map((column) => column.value),
    withExpressions: ({ columns }, values) => ({
      columns: columns.map(({ name }, at) => ({ name, value: values[at] as Expression })),
    }),
    rows: (options: Options, input, binder) => steps(options, input, binder),
  },
  (columns: { readonly [name: string]: ColumnLike }) => ({
    columns: Object.entries(columns).map(([name, value]) => ({ name, value: columnOf(value) })),
  }),
)
