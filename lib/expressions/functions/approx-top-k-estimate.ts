import type { DataType, SqlValue } from '../../types/data-type.ts'
import { defaultedContext } from '../binder/defaulted-signature.ts'
import { checkCount } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { readFrequent } from './sketches/frequent-bytes.ts'
import { checkTracked, itemOfState, topKDefault, topKOf, topKType } from './sketches/top-k-arguments.ts'

interface EstimateData {
  readonly k: number
  readonly item: DataType
}

export const approxTopKEstimate: ScalarFunction = {
  name: 'approx_top_k_estimate',
  summary: 'The most frequent items of a state that approx_top_k_accumulate gave, with how often each came.',
  bind(given, context) {
    checkCount(given, 1, 2, context)
    const shown = defaultedContext(context, given, 2, [`${topKDefault}`])
    const state = given[0] as Bound
    const item = itemOfState(state, shown)
    const data: EstimateData = { k: topKOf(given[1], 1, shown), item }
    return { args: [state], type: topKType(item), nullable: state.nullable, data, text: shown.text }
  },
  evaluate([state], { data }) {
    const { k, item } = data as EstimateData
    const [sketch, tracked] = state as readonly [Uint8Array, number]
    checkTracked(tracked, k)
    const found = readFrequent(sketch, item).most(k)
    return found.map((one): SqlValue => [one.item, BigInt(one.count)])
  },
}
