/** In how many rows a condition is true (Spark's `CountIf`). */
import { field, longType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import { nonNullRows } from './accumulators/chosen-rows.ts'
import type { AggregateFunction } from './aggregate-function.ts'
import { countAccumulator } from './count.ts'

export const countIf: AggregateFunction = {
  name: 'count_if',
  summary: 'In how many rows a condition is true.',
  bind: signature({ takes: ['boolean'], gives: longType, nullable: false }),
  start() {
    const counted = countAccumulator()
    return {
      ...counted,
      buffer: [field('count', longType, false)],
      add(ids, args, rows, count) {
        const chosen = nonNullRows(ids, args, rows, count)
        const [arg] = args
        if (arg?.layout !== 'bool') return
        const trueIds = new Int32Array(chosen.count)
        let kept = 0
        for (let i = 0; i < chosen.count; i++) {
          trueIds[kept] = chosen.ids[i] as number
          kept += arg.values[chosen.rows[i] as number] as number
        }
        counted.add(trueIds, [], undefined, kept)
      },
    }
  },
}
