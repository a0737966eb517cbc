/** The most frequent value (Spark's `Mode`). */
import { VectorBuilder } from '../../columnar/builder.ts'
import { compareValues } from '../../columnar/compare.ts'
import type { DataType, SqlValue } from '../../types/data-type.ts'
import { signature } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import { boundText } from '../bound-text.ts'
import { callText } from '../call-text.ts'
import { refuseUnordered } from './accumulators/extreme-binding.ts'
import { orderText } from './accumulators/order-text.ts'
import { type Counted, valueCounts } from './accumulators/value-counts.ts'
import { distinctWithinGroup, onlyOrder, wrongOrderings } from './accumulators/within-group.ts'
import type { AggregateContext, AggregateFunction, AggregateParts } from './aggregate-function.ts'
import { opaqueBuffer } from './collect-list.ts'

interface ModeData {
  /** Of several: the smallest (1), the largest (-1), or the one that came first (0). */
  readonly ties: -1 | 0 | 1
}

const plain = signature({ takes: ['any', 'boolean'], optional: 1, gives: ([input]) => (input as Bound).type })

export const mode: AggregateFunction = {
  name: 'mode',
  summary: 'The most frequent value; of several, with `true` or WITHIN GROUP (ORDER BY …) the smallest.',
  deterministic: false,
  ordered: true,
  bind: Object.assign(bindMode, { form: plain.form }),
  start({ type, data }) {
    const { ties } = data as ModeData
    return valueCounts(type, opaqueBuffer, undefined, (ids, count, of) => {
      const builder = new VectorBuilder(type, count)
      for (let i = 0; i < count; i++) builder.append(mostFrequent(type, of(ids[i] as number), ties))
      return builder.finish()
    })
  },
}

function bindMode(args: readonly Bound[], context: AggregateContext): AggregateParts {
  if (context.distinct) throw distinctWithinGroup('mode')
  if (args.length > 0 && context.orderBy.length > 0) throw wrongOrderings('mode', 0, context.orderBy.length)
  if (args.length === 0) return orderedMode(context)
  const { args: bound, type } = plain(args, context)
  const [input, flag] = bound as readonly [Bound, Bound?]
  const ties = flag !== undefined && context.constant(flag, 'deterministic') === true ? 1 : 0
  if (ties === 0) return { args: [input], type, nullable: true, data: { ties } satisfies ModeData }
  refuseUnordered(type, context)
  return { args: [input], type, nullable: true, data: { ties } satisfies ModeData, text: tiesText(input, context) }
}

function tiesText(input: Bound, { name }: AggregateContext): string {
  return callText(name, [boundText(input), 'true'])
}

/** `mode() WITHIN GROUP (ORDER BY value [DESC])` */
function orderedMode(context: AggregateContext): AggregateParts {
  const key = onlyOrder(context, 'Mode')
  const { value, ascending } = key
  // Spark's text has the direction the other way round.
  const text = `mode() WITHIN GROUP (ORDER BY ${orderText({ ...key, ascending: !ascending })})`
  return {
    args: [value],
    type: value.type,
    nullable: true,
    data: { ties: ascending ? 1 : -1 } satisfies ModeData,
    text,
  }
}

function mostFrequent(type: DataType, values: readonly Counted[], ties: -1 | 0 | 1): SqlValue {
  let best: Counted | undefined
  for (const one of values) {
    if (best === undefined || one[1] > best[1]) best = one
    else if (one[1] === best[1] && ties * compareValues(type, one[0], best[0]) < 0) best = one
  }
  return best?.[0] ?? null
}
