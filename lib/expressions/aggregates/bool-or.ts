/** Whether a condition is true in any row (Spark's `BoolOr`, which is `max`). */
import { booleanType, field } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import { extreme } from './accumulators/extreme.ts'
import type { AggregateFunction } from './aggregate-function.ts'

export const boolOr: AggregateFunction = {
  name: 'bool_or',
  aliases: ['any', 'some'],
  summary: 'Whether a condition is true in any row.',
  bind: signature({ takes: ['boolean'], gives: booleanType, nullable: true }),
  start: ({ type }) => extreme(type, [field('max', type)], true),
}
