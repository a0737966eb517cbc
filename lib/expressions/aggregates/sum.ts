/** The sum of numbers or intervals (Spark's `Sum`). */

import type { DataType } from '../../types/data-type.ts'
import { decimalType, doubleType, field, isIntegral, longType } from '../../types/types.ts'
import { type Accepted, signature } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { OverflowMode } from '../functions/numeric/arithmetic-errors.ts'
import type { BindContext } from '../scalar-function.ts'
import { decimalSum } from './accumulators/decimal-sum.ts'
import { doubleSum } from './accumulators/double-sum.ts'
import { longSum } from './accumulators/long-sum.ts'
import { monthSum } from './accumulators/month-sum.ts'
import { decimalSumOverflow, integerOverflow, type OverflowData } from './accumulators/overflow.ts'
import type { Accumulator, AggregateCall, AggregateFunction } from './aggregate-function.ts'

/** The type of a sum: BIGINT of integers, ten more digits of decimals, DOUBLE of doubles (golden agg-decimal-types). */
export function sumType(type: DataType): DataType {
  if (type.kind === 'decimal') return decimalType(Math.min(38, type.precision + 10), type.scale)
  if (isIntegral(type)) return longType
  return type.kind === 'year_month_interval' || type.kind === 'day_time_interval' ? type : doubleType
}

/** What sums and means are made of, as Spark's messages call it. */
export const summable: Accepted = {
  anyOf: ['numeric', 'year_month_interval', 'day_time_interval'],
  shown: '"NUMERIC" or "ANSI INTERVAL"',
  // Its seconds (golden implicit-types); other functions of numbers refuse it.
  widened: { timestamp: doubleType },
}

/** `bind` of sum and try_sum. */
export const bindSum = (mode: (context: BindContext) => OverflowMode) =>
  signature({
    takes: [summable],
    gives: ([input]) => sumType((input as Bound).type),
    nullable: true,
    data: (_, context): OverflowData => ({ mode: mode(context) }),
  })

export const sum: AggregateFunction = {
  name: 'sum',
  summary: 'The sum of numbers or intervals; null when there is none.',
  bind: bindSum(({ ansi }) => (ansi ? 'ansi' : 'legacy')),
  start: (call) => sumAccumulator(call),
}

/** The accumulator of sum and try_sum. */
export function sumAccumulator({ type, data }: AggregateCall): Accumulator {
  const { mode } = data as OverflowData
  const plain = [field('sum', type)]
  const tracked = [...plain, field('isEmpty', { kind: 'boolean' }, false)]
  switch (type.kind) {
    case 'double':
      return doubleSum(plain, false)
    case 'decimal':
      return decimalSum({
        type,
        buffer: tracked,
        precision: type.precision,
        result(total) {
          if (total !== undefined) return total
          if (mode === 'ansi') throw decimalSumOverflow('try_sum')
          return null
        },
      })
    case 'year_month_interval':
      return monthSum({
        type,
        buffer: mode === 'try' ? tracked : plain,
        overflow: integerOverflow(type, mode),
      })
    default:
      return longSum({
        type,
        buffer: mode === 'try' ? tracked : plain,
        overflow: integerOverflow(type, mode),
      })
  }
}
