/** Casts of constant texts that are words for points in time (Spark's `SpecialDatetimeValues`). */
import { MillraceError } from '../errors.ts'
import { daysFromToday, type SpecialTime, specialTime } from '../types/time/special-time.ts'
import { dateType, intType, timestampType } from '../types/types.ts'
import type { Bound } from './bound.ts'
import { isFoldable } from './foldable.ts'
import { type InterpretContext, interpreter } from './interpret.ts'
import { mapOperands } from './map-operands.ts'

/**
 * Puts what is meant in the place of `CAST('epoch' AS DATE)` and its like, to DATE, TIMESTAMP and TIMESTAMP_NTZ. Only
 * constants mean it: the same text in a column is malformed. `now` and the days follow the batch's time.
 */
export function withSpecialTimes(bound: Bound, context: InterpretContext): Bound {
  if (bound.kind === 'cast') return specialCast(bound, context) ?? mapped(bound, context)
  return mapped(bound, context)
}

const mapped = (bound: Bound, context: InterpretContext) =>
  mapOperands(bound, (operand) => withSpecialTimes(operand, context))

type BoundCast = Extract<Bound, { readonly kind: 'cast' }>

function specialCast(bound: BoundCast, context: InterpretContext): Bound | undefined {
  if (bound.input.type.kind !== 'string' || !['date', 'timestamp', 'timestamp_ntz'].includes(bound.type.kind)) {
    return undefined
  }
  const text = constantText(bound.input, context)
  const word = typeof text === 'string' ? specialTime(text) : undefined
  return word && meant(word, bound)
}

function constantText(input: Bound, context: InterpretContext): unknown {
  if (input.kind === 'literal') return input.value
  if (!isFoldable(input, context.functions)) return undefined
  try {
    return interpreter(input, context)([])
  } catch (error) {
    if (error instanceof MillraceError) return undefined
    throw error
  }
}

function meant(word: SpecialTime, bound: BoundCast): Bound {
  if (word === 'epoch') {
    return { kind: 'literal', type: bound.type, value: bound.type.kind === 'date' ? 0 : 0n, nullable: false }
  }
  const { type } = bound
  if (word === 'now' && type.kind !== 'date') return castTo(bound, call('current_timestamp', [], timestampType))
  const today = call('current_date', [], dateType)
  const days = word === 'now' ? 0 : daysFromToday[word]
  const count: Bound = { kind: 'literal', type: intType, value: days, nullable: false }
  return castTo(bound, days === 0 ? today : call('date_add', [today, count], dateType))
}

const call = (name: string, args: readonly Bound[], type: Bound['type']): Bound => ({
  kind: 'call',
  name,
  args,
  type,
  nullable: false,
})

const castTo = (bound: BoundCast, input: Bound): Bound =>
  input.type.kind === bound.type.kind ? input : { ...bound, input, nullable: false }
