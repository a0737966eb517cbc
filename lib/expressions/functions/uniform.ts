import type { DataType, SqlValue } from '../../types/data-type.ts'
import { doubleType, isIntegral } from '../../types/types.ts'
import { unexpectedType } from '../binder/mismatch.ts'
import { castArgument, checkCount } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import { castValue } from '../cast/cast-value.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { requireConstant, seedArgument } from './random/seed.ts'
import { randomOf } from './random/xor-shift.ts'

interface Bounds {
  /** As doubles; null when either is. */
  readonly range: readonly [least: number, most: number] | null
  readonly seed: bigint | undefined
}

const integers = ['byte', 'short', 'int', 'long']

/** Spark's `Uniform.dataType`: the wider integer; else DOUBLE, FLOAT or a DECIMAL, whichever is there first, of two DECIMAL
 * the one of more digits. */
function resultType(a: DataType, b: DataType): DataType {
  if (isIntegral(a) && isIntegral(b)) return integers.indexOf(a.kind) < integers.indexOf(b.kind) ? b : a
  for (const kind of ['double', 'float'] as const) {
    if (a.kind === kind || b.kind === kind) return { kind }
  }
  if (a.kind !== 'decimal') return b
  if (b.kind !== 'decimal') return a
  return a.precision > b.precision ? a : b
}

const generator = randomOf()

export const uniform: ScalarFunction = {
  name: 'uniform',
  summary: 'A random number between two constants, of their wider type.',
  deterministic: false,
  bind(given, context) {
    checkCount(given, 2, 3, context)
    for (const [at, name] of ['min', 'max', 'seed'].entries()) {
      if (given[at]) requireConstant(given[at], name, 'integer or floating-point', context)
    }
    const [least, most] = given.slice(0, 2).map((arg, at): Bound => {
      if (arg.type.kind === 'string') throw unexpectedType(context, at, arg, 'numeric')
      return castArgument(arg, at, 'numeric', context)
    }) as [Bound, Bound]
    const seed = seedArgument(given, 2, context)
    const range = [least, most].map((arg) => context.constant(context.cast(arg, doubleType), 'min'))
    const data: Bounds = { range: range.includes(null) ? null : (range as [number, number]), seed }
    return { args: given, type: resultType(least.type, most.type), nullable: false, data }
  },
  nulls: 'custom',
  evaluate(_, call, evaluation): SqlValue {
    const { range, seed } = call.data as Bounds
    const random = generator(call, seed, evaluation).nextDouble()
    if (!range) return null
    const [least, most] = range
    const mode = evaluation.ansi ? 'ansi' : 'legacy'
    return castValue(least + (most - least) * random, doubleType, call.type, mode, evaluation.zone)
  },
}
