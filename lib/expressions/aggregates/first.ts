/** The value of the first row (Spark's `First`). */
import { bindPicked, pickedRow } from './accumulators/picked-row.ts'
import type { AggregateFunction } from './aggregate-function.ts'

export const first: AggregateFunction = {
  name: 'first',
  aliases: ['first_value'],
  summary:
    'The value of the first row, or with `true` of the first row where it is not null; depends on the order of rows.',
  deterministic: false,
  bind: bindPicked,
  start: (call) => pickedRow(call, 'first', false),
}
