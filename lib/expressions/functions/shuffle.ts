import { utf8Of } from '../../columnar/bytes.ts'
import { MillraceError } from '../../errors.ts'
import type { SqlValue } from '../../types/data-type.ts'
import { longType } from '../../types/types.ts'
import { castArgument, checkCount } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import { boundText } from '../bound-text.ts'
import { callText } from '../call-text.ts'
import type { Evaluation } from '../evaluation.ts'
import type { BindContext, BoundCall, ScalarFunction } from '../scalar-function.ts'
import { murmurBytes } from './hash/murmur3.ts'
import { MersenneTwister } from './random/mersenne-twister.ts'

/** @throws INVALID_PARAMETER_VALUE.LONG for a seed that is no constant integer */
function seedOf(input: Bound, context: BindContext): bigint | undefined {
  if (context.foldable(input) && ['int', 'long', 'null'].includes(input.type.kind)) {
    const seed = context.constant(context.cast(input, longType), 'seed')
    return seed === null ? undefined : (seed as bigint)
  }
  throw new MillraceError(
    'INVALID_PARAMETER_VALUE.LONG',
    `The value of parameter(s) \`seed\` in \`shuffle\` is invalid: expects a long literal, but got "${boundText(input)}".`,
    { sqlState: '22023' },
  )
}

interface Kept {
  readonly epoch: number
  readonly random: MersenneTwister
}

const kept = new WeakMap<BoundCall, Kept>()

function generator(call: BoundCall, evaluation: Evaluation): MersenneTwister {
  const known = kept.get(call)
  if (known && known.epoch === evaluation.epoch) return known.random
  const seed = (call.data as bigint | undefined) ?? BigInt(murmurBytes(utf8Of(evaluation.queryId), call.ordinal ?? 0))
  const random = new MersenneTwister(BigInt.asIntN(64, seed + BigInt(evaluation.epoch)))
  kept.set(call, { epoch: evaluation.epoch, random })
  return random
}

export const shuffle: ScalarFunction = {
  name: 'shuffle',
  summary: 'The elements of an array in random order.',
  deterministic: false,
  bind(given, context) {
    checkCount(given, 1, 2, context)
    const seed = given[1] && seedOf(given[1], context)
    // Spark does not show the seed.
    const text = callText('shuffle', [boundText(given[0] as Bound)])
    const array = castArgument(given[0] as Bound, 0, 'array', { ...context, text })
    return {
      args: [array],
      type: array.type,
      nullable: array.nullable,
      text,
      ...(seed === undefined ? {} : { data: seed }),
    }
  },
  // The "inside-out" way of Fisher and Yates: each element goes to a random place, and what was there to the end.
  evaluate([array], call, evaluation) {
    const random = generator(call, evaluation)
    const items: SqlValue[] = []
    for (const [at, item] of (array as readonly SqlValue[]).entries()) {
      const place = random.nextInt(at + 1)
      if (place !== at) items.push(items[place] as SqlValue)
      items[place] = item
    }
    return items
  },
}
