import type { DataType, Micros, SqlValue } from '../../types/data-type.ts'
import { nullType } from '../../types/types.ts'
import { castArgument, checkCount } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import { boundText } from '../bound-text.ts'
import type { ScalarFunction } from '../scalar-function.ts'

/** The last instant of a window: a microsecond before its end, so that the time is inside it. */
export const windowTime: ScalarFunction = {
  name: 'window_time',
  summary: 'The event time of a window: the last microsecond in it.',
  bind(args, context) {
    checkCount(args, 1, 1, context)
    const window = castArgument(args[0] as Bound, 0, 'struct', context)
    return {
      args: [window],
      type: endType(window.type),
      nullable: true,
      text: `window_time(${boundText(window)})`,
    }
  },
  evaluate([window]) {
    const end = (window as readonly SqlValue[])[1] as Micros | null
    return end === null ? null : BigInt.asIntN(64, end - 1n)
  },
}

const endType = (type: DataType): DataType => (type.kind === 'struct' ? type.fields[1]?.type : undefined) ?? nullType
