import type { DataType } from '../../types/data-type.ts'
import { longType } from '../../types/types.ts'
import { castArgument, checkCount } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { ScalarFunction } from '../scalar-function.ts'

const isInterval = (type: DataType) => type.kind === 'day_time_interval' || type.kind === 'year_month_interval'

function bucketOf(value: number, least: number, most: number, count: bigint): bigint | null {
  if (count <= 0n || count === 9_223_372_036_854_775_807n || Number.isNaN(value)) return null
  if (least === most || !Number.isFinite(least) || !Number.isFinite(most)) return null
  const [lower, upper] = least < most ? [least, most] : [most, least]
  const passed = least < most ? value - lower : upper - value
  if (passed < 0) return 0n
  if (least < most ? value >= upper : value <= lower) return count + 1n
  return BigInt(Math.floor((Number(count) * passed) / (upper - lower))) + 1n
}

export const widthBucket: ScalarFunction = {
  name: 'width_bucket',
  summary: 'Which of so many equal parts of a range a value falls in; 0 before it, one more than there are behind it.',
  bind(args, context) {
    checkCount(args, 4, 4, context)
    const intervals = args.slice(0, 3).every(({ type }) => isInterval(type))
    const cast = args.map((arg, at) => {
      if (at === 3) return castArgument(arg, at, 'long', context)
      return intervals
        ? castArgument(arg, at, (args[0] as Bound).type, context)
        : castArgument(arg, at, 'double', context)
    })
    return { args: cast, type: longType, nullable: true }
  },
  evaluate: ([value, least, most, count]) => bucketOf(Number(value), Number(least), Number(most), count as bigint),
}
