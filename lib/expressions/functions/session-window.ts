import { MillraceError } from '../../errors.ts'
import type { DataType, Micros } from '../../types/data-type.ts'
import { stringType } from '../../types/types.ts'
import { checkCount } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import { boundText } from '../bound-text.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { sessionEnd } from '../windows/window-parts.ts'
import { timeArgument, windowType } from './window.ts'

const noGap = (type: DataType): MillraceError =>
  new MillraceError(
    '_LEGACY_ERROR_TEMP_1040',
    `Gap duration expression used in session window must be CalendarIntervalType, but got ${typeName(type)}.`,
  )

/** A type as Spark's classes are called. */
function typeName(type: DataType): string {
  const name = type.kind.replace(/(^|_)([a-z])/g, (_, _bar, letter: string) => letter.toUpperCase())
  return `${name === 'Int' ? 'Integer' : name}Type${'from' in type ? `(${type.from},${type.to})` : ''}`
}

export const sessionWindow: ScalarFunction = {
  name: 'session_window',
  summary: 'The session of a time: rows of a key that follow each other within a gap, which may differ by row.',
  bind(args, context) {
    checkCount(args, 2, 2, context)
    const [given, gap] = args as readonly [Bound, Bound]
    const text = `sessionwindow(${boundText(given)}, ${boundText(gap)})`
    const time = timeArgument(given, { ...context, text })
    if (gap.type.kind !== 'string' && gap.type.kind !== 'null') throw noGap(gap.type)
    const type = windowType(time.type)
    return {
      args: [time, context.cast(gap, stringType)],
      type,
      nullable: false,
      data: context.zone,
      text: 'session_window',
    }
  },
  // The session of the row alone; aggregation makes one of those that touch.
  nulls: 'custom',
  evaluate([time, gap], call, evaluation) {
    const { type } = call.args[0] as Bound
    const end = time === null || gap === null ? null : sessionEnd.evaluate([time, gap], { ...call, type }, evaluation)
    return [time as Micros | null, end]
  },
}
