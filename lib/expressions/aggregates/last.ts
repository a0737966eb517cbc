/** The value of the last row (Spark's `Last`). */
import { bindPicked, pickedRow } from './accumulators/picked-row.ts'
import type { AggregateFunction } from './aggregate-function.ts'

export const last: AggregateFunction = {
  name: 'last',
  aliases: ['last_value'],
  summary:
    'The value of the last row, or with `true` of the last row where it is not null; depends on the order of rows.',
  deterministic: false,
  bind: bindPicked,
  start: (call) => pickedRow(call, 'last', true),
}
