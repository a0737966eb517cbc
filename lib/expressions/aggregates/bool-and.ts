/** Whether a condition is true in all rows where it is not null (Spark's `BoolAnd`, which is `min`). */
import { booleanType, field } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import { extreme } from './accumulators/extreme.ts'
import type { AggregateFunction } from './aggregate-function.ts'

export const boolAnd: AggregateFunction = {
  name: 'bool_and',
  aliases: ['every'],
  summary: 'Whether a condition is true in all rows where it is not null.',
  bind: signature({ takes: ['boolean'], gives: booleanType, nullable: true }),
  start: ({ type }) => extreme(type, [field('min', type)], false),
}
