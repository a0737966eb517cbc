import { intType, stringType } from '../../types/types.ts'
import { mismatch } from '../binder/mismatch.ts'
import { castArgument, checkCount } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { requireConstant, seedArgument, wholeNumber } from './random/seed.ts'
import { randomOf } from './random/xor-shift.ts'

interface RandomText {
  readonly length: number
  readonly seed: bigint | undefined
}

const pool = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'

const generator = randomOf()

export const randstr: ScalarFunction = {
  name: 'randstr',
  summary: 'A random text of a length: digits and letters of ASCII.',
  deterministic: false,
  bind(given, context) {
    checkCount(given, 1, 2, context)
    for (const [at, name] of ['length', 'seed'].entries()) {
      if (given[at]) requireConstant(given[at], name, 'integer', context)
    }
    const length = wholeNumber(castArgument(given[0] as Bound, 0, 'int', context), intType, context, 'length')
    if (length < 0) {
      const detail = `The \`length\` must be between [0, 2147483647] (current value = ${length}).`
      throw mismatch(context, 'VALUE_OUT_OF_RANGE', detail)
    }
    const data: RandomText = { length, seed: seedArgument(given, 1, context) }
    return { args: given, type: stringType, nullable: false, data }
  },
  nulls: 'custom',
  evaluate(_, call, evaluation) {
    const { length, seed } = call.data as RandomText
    const random = generator(call, seed, evaluation)
    let text = ''
    for (let at = 0; at < length; at++) text += pool.charAt(Math.abs(random.nextInt() % pool.length))
    return text
  },
}
