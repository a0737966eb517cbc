/** All different elements of arrays but null (Spark's `CollectUnion`), in the order in which each came first. */
import { VectorBuilder } from '../../columnar/builder.ts'
import { valueAt } from '../../columnar/values.ts'
import type { Vector } from '../../columnar/vector.ts'
import type { DataType, SqlValue } from '../../types/data-type.ts'
import { arrayType } from '../../types/types.ts'
import { unexpectedType } from '../binder/mismatch.ts'
import { checkCount } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import { nonNullRows } from './accumulators/chosen-rows.ts'
import type { AggregateFunction } from './aggregate-function.ts'
import { collectSet, refuseMaps } from './collect-set.ts'

type ArrayType = DataType & { readonly kind: 'array' }

export const collectUnion: AggregateFunction = {
  name: 'collect_union',
  summary: 'All different elements of arrays but null.',
  deterministic: false,
  bind(args, context) {
    checkCount(args, 1, 1, context)
    const input = args[0] as Bound
    if (input.type.kind !== 'array') throw unexpectedType(context, 0, input, 'array')
    refuseMaps(input.type, context)
    return { args, type: arrayType(input.type.element, false), nullable: false }
  },
  start(call, evaluation) {
    const { element } = call.type as ArrayType
    const set = collectSet.start({ ...call, args: [{ type: element, nullable: true }] }, evaluation)
    return {
      ...set,
      add(ids, args, rows, count) {
        const chosen = nonNullRows(ids, args, rows, count)
        const owners: number[] = []
        const elements: SqlValue[] = []
        for (let i = 0; i < chosen.count; i++) {
          for (const one of valueAt(args[0] as Vector, chosen.rows[i] as number) as readonly SqlValue[]) {
            owners.push(chosen.ids[i] as number)
            elements.push(one)
          }
        }
        const builder = new VectorBuilder(element, elements.length)
        for (const one of elements) builder.append(one)
        set.add(Int32Array.from(owners), [builder.finish()], undefined, elements.length)
      },
    }
  },
}
