/** The value of some row (Spark's `AnyValue`, which is `first`). */
import { bindPicked, pickedRow } from './accumulators/picked-row.ts'
import type { AggregateFunction } from './aggregate-function.ts'

export const anyValue: AggregateFunction = {
  name: 'any_value',
  summary: 'The value of some row, or with `true` of some row where it is not null.',
  deterministic: false,
  bind: bindPicked,
  start: (call) => pickedRow(call, 'first', false),
}
