/** About the value below which a part of the values lies; always one of them (Spark's `ApproximatePercentile`). */
import { VectorBuilder } from '../../columnar/builder.ts'
import { ObjectCells } from '../../columnar/cells/object-cells.ts'
import { valueAt } from '../../columnar/values.ts'
import type { Vector } from '../../columnar/vector.ts'
import type { SqlValue } from '../../types/data-type.ts'
import { arrayType, doubleType } from '../../types/types.ts'
import { mismatch } from '../binder/mismatch.ts'
import { type Accepted, castArgument, checkCount } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import { boundText } from '../bound-text.ts'
import { callText } from '../call-text.ts'
import { nonNullRows } from './accumulators/chosen-rows.ts'
import { asValue, numberOf } from './accumulators/double-values.ts'
import { percentagesOf } from './accumulators/percentiles.ts'
import { QuantileSummary, summaryForm } from './accumulators/quantile-summary.ts'
import type { Accumulator, AggregateCall, AggregateContext, AggregateFunction } from './aggregate-function.ts'
import { opaqueBuffer } from './collect-list.ts'

interface ApproximateData {
  readonly percentages: readonly number[]
  readonly single: boolean
  readonly relativeError: number
}

const defaultAccuracy = 10_000n

export const percentileApprox: AggregateFunction = {
  name: 'percentile_approx',
  aliases: ['approx_percentile'],
  summary:
    'About the value below which a part (0 to 1, or an array of them) of the values lies; the third argument is the accuracy.',
  bind(args, context) {
    checkCount(args, 2, 3, context)
    const [first, percentage, third] = args as readonly [Bound, Bound, Bound?]
    const texts = [boundText(first), boundText(percentage), third ? boundText(third) : `${defaultAccuracy}`]
    const text = callText(context.name, texts, context.distinct)
    const shown = { ...context, text }
    const input = castArgument(first, 0, taken, shown)
    const { percentages, single } = percentagesOf(percentage, shown)
    const accuracy = third === undefined ? defaultAccuracy : accuracyOf(third, shown)
    const data: ApproximateData = { percentages, single, relativeError: 1 / Number(accuracy) }
    const type = single ? input.type : arrayType(input.type, false)
    return { args: [input], type, nullable: true, data, text }
  },
  start: (call) => approximate(call),
}

const taken: Accepted = {
  anyOf: ['numeric', 'date', 'timestamp', 'timestamp_ntz', 'year_month_interval', 'day_time_interval'],
  shown:
    '("NUMERIC" or "DATE" or "TIMESTAMP" or "TIMESTAMP_NTZ" or "INTERVAL YEAR TO MONTH" or "INTERVAL DAY TO SECOND" or "TIME")',
}

/** @throws DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE, NON_FOLDABLE_INPUT, UNEXPECTED_NULL */
function accuracyOf(input: Bound, context: AggregateContext): bigint {
  const value = context.constant(castArgument(input, 2, 'integral', context), 'accuracy')
  if (value === null) throw mismatch(context, 'UNEXPECTED_NULL', 'The accuracy must not be null.')
  const accuracy = BigInt(value as bigint)
  if (accuracy > 0n && accuracy <= 2147483647n) return accuracy
  throw mismatch(
    context,
    'VALUE_OUT_OF_RANGE',
    `The accuracy must be between (0, 2147483647] (current value = ${accuracy}L).`,
  )
}

function approximate({ args, type, data }: AggregateCall): Accumulator {
  const { percentages, single, relativeError } = data as ApproximateData
  const input = args[0]?.type ?? doubleType
  const summaries = new ObjectCells(summaryForm(relativeError))
  const of = (id: number): QuantileSummary => {
    const known = summaries.values[id]
    if (known) return known
    const made = new QuantileSummary(relativeError)
    summaries.values[id] = made
    return made
  }
  return {
    cells: [summaries],
    buffer: opaqueBuffer,
    add(ids, columns, rows, count) {
      const chosen = nonNullRows(ids, columns, rows, count)
      const number = numberOf(input)
      for (let i = 0; i < chosen.count; i++) {
        of(chosen.ids[i] as number).insert(number(valueAt(columns[0] as Vector, chosen.rows[i] as number)))
      }
    },
    merge(into, other, from, count) {
      const [others] = other.cells as readonly [ObjectCells<QuantileSummary>]
      for (let i = 0; i < count; i++) {
        const summary = others.values[from[i] as number]
        if (summary) of(into[i] as number).merge(summary)
      }
    },
    finish(ids, count) {
      const builder = new VectorBuilder(type, count)
      for (let i = 0; i < count; i++) {
        const found = summaries.values[ids[i] as number]?.query(percentages)
        const values = found?.map((one) => asValue(one, input))
        builder.append(values === undefined ? null : single ? (values[0] as SqlValue) : values)
      }
      return builder.finish()
    },
  }
}
