/** Centres and heights of the bins of a histogram (Spark's `HistogramNumeric`). */
import { VectorBuilder } from '../../columnar/builder.ts'
import { ObjectCells } from '../../columnar/cells/object-cells.ts'
import { valueAt } from '../../columnar/values.ts'
import type { Vector } from '../../columnar/vector.ts'
import { arrayType, doubleType, field, structType } from '../../types/types.ts'
import { mismatch } from '../binder/mismatch.ts'
import { castArgument, checkCount } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import { nonNullRows } from './accumulators/chosen-rows.ts'
import { asValue, numberOf } from './accumulators/double-values.ts'
import { histogramForm, NumericHistogram } from './accumulators/numeric-histogram.ts'
import type { Accumulator, AggregateCall, AggregateFunction } from './aggregate-function.ts'
import { opaqueBuffer } from './collect-list.ts'

interface HistogramData {
  readonly bins: number
}

export const histogramNumeric: AggregateFunction = {
  name: 'histogram_numeric',
  summary: 'Centres and heights of a histogram of at most so many bins.',
  bind(args, context) {
    checkCount(args, 2, 2, context)
    const [first, second] = args as readonly [Bound, Bound]
    const input = castArgument(first, 0, taken, context)
    const bins = context.constant(castArgument(second, 1, 'int', context), 'nb')
    if (bins === null) throw mismatch(context, 'UNEXPECTED_NULL', 'The `nb` must not be null.')
    if ((bins as number) < 2) {
      const detail = `The \`nb\` must be between [2, 2147483647] (current value = ${bins}).`
      throw mismatch(context, 'VALUE_OUT_OF_RANGE', detail)
    }
    const bin = structType([field('x', input.type), field('y', doubleType)])
    return {
      args: [input],
      type: arrayType(bin),
      nullable: true,
      data: { bins: bins as number } satisfies HistogramData,
    }
  },
  start: (call) => histogramAccumulator(call),
}

const taken = ['numeric', 'date', 'timestamp', 'timestamp_ntz', 'year_month_interval', 'day_time_interval'] as const

function histogramAccumulator({ args, type, data }: AggregateCall): Accumulator {
  const { bins } = data as HistogramData
  const input = args[0]?.type ?? doubleType
  const histograms = new ObjectCells(histogramForm(bins))
  const of = (id: number): NumericHistogram => {
    const known = histograms.values[id]
    if (known) return known
    const made = new NumericHistogram(bins)
    histograms.values[id] = made
    return made
  }
  return {
    cells: [histograms],
    buffer: opaqueBuffer,
    add(ids, columns, rows, count) {
      const chosen = nonNullRows(ids, columns, rows, count)
      const number = numberOf(input)
      for (let i = 0; i < chosen.count; i++) {
        of(chosen.ids[i] as number).add(number(valueAt(columns[0] as Vector, chosen.rows[i] as number)))
      }
    },
    merge(into, other, from, count) {
      const [others] = other.cells as readonly [ObjectCells<NumericHistogram>]
      for (let i = 0; i < count; i++) {
        const histogram = others.values[from[i] as number]
        if (histogram) of(into[i] as number).merge(histogram)
      }
    },
    finish(ids, count) {
      const builder = new VectorBuilder(type, count)
      for (let i = 0; i < count; i++) {
        const found = histograms.values[ids[i] as number]
        builder.append(found ? found.bins.map(({ x, y }) => [asValue(x, input), y]) : null)
      }
      return builder.finish()
    },
  }
}
