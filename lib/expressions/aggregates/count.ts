/** Rows, or rows whose arguments all are not null (Spark's `Count`). */
import { Float64Cells } from '../../columnar/cells/word-cells.ts'
import type { Vector } from '../../columnar/vector.ts'
import { MillraceError } from '../../errors.ts'
import { field, longType } from '../../types/types.ts'
import { nonNullRows } from './accumulators/chosen-rows.ts'
import { longsOf } from './accumulators/longs-of.ts'
import type { Accumulator, AggregateFunction } from './aggregate-function.ts'

export const count: AggregateFunction = {
  name: 'count',
  summary: 'How many rows there are: `count(*)`, or how many whose arguments all are not null.',
  bind(args, context) {
    if (args.length === 0) throw withoutArguments()
    // An argument that is never null changes no count; Spark's NullPropagation makes count(1) of it.
    const counted = context.distinct ? args : args.filter((arg) => arg.nullable)
    return { args: counted, type: longType, nullable: false }
  },
  start: () => countAccumulator(),
}

function withoutArguments(): MillraceError {
  return new MillraceError(
    'WRONG_NUM_ARGS.WITH_SUGGESTION',
    'The `count` requires  >= 1 parameters but the actual number is 0. If you have to call this function with 0 parameters, set the legacy configuration "spark.sql.legacy.allowParameterlessCount" to "true".',
    { sqlState: '42605', parameters: { functionName: '`count`', expectedNum: ' >= 1', actualNum: '0' } },
  )
}

const buffer = [field('count', longType, false)]

/** Counts in doubles, which are exact up to 2^53 and need no object. */
export function countAccumulator(): Accumulator {
  const counts = new Float64Cells()
  return {
    cells: [counts],
    buffer,
    add(ids, args, rows, count) {
      const chosen = nonNullRows(ids, args, rows, count)
      countIds(chosen.ids, counts.values, chosen.count)
    },
    merge(into, other, from, count) {
      const { values } = counts
      const others = (other.cells as readonly [Float64Cells])[0].values
      for (let i = 0; i < count; i++) {
        const id = into[i] as number
        values[id] = (values[id] as number) + (others[from[i] as number] as number)
      }
    },
    finish: (ids, count): Vector => longsOf(longType, counts.values, ids, count),
  }
}

function countIds(ids: Int32Array, counts: Float64Array, count: number): void {
  for (let i = 0; i < count; i++) {
    const id = ids[i] as number
    counts[id] = (counts[id] as number) + 1
  }
}
