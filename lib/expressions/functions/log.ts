import { doubleType } from '../../types/types.ts'
import { castArgument, checkCount } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'

export const log: ScalarFunction = {
  name: 'log',
  summary: 'The natural logarithm, or with two arguments that of the second to the base of the first; null up to 0.',
  bind(args, context) {
    checkCount(args, 1, 2, context)
    const cast = args.map((arg, at) => castArgument(arg, at, 'double', context))
    return { args: cast, type: doubleType, nullable: true }
  },
  evaluate(args) {
    const [first, second] = args as readonly [number, number | undefined]
    if (second === undefined) return first <= 0 ? null : Math.log(first)
    return first <= 0 || second <= 0 ? null : Math.log(second) / Math.log(first)
  },
}
