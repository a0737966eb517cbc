import type { DataType, Micros } from '../../types/data-type.ts'
import { field, structType, timestampType } from '../../types/types.ts'
import { castArgument, checkCount } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import { boundText } from '../bound-text.ts'
import type { BindContext, ScalarFunction } from '../scalar-function.ts'
import { checkWindow, lastStart, type TimeWindow, windowLength } from '../windows/time-window.ts'
import { windowTime } from './window-time.ts'

/** `STRUCT<start, end>` of a type of time; the fields are nullable, as Spark says. */
export function windowType(time: DataType): DataType {
  return structType([field('start', time), field('end', time)])
}

const zoneless: DataType = { kind: 'timestamp_ntz' }

/** What the time of a window may be. */
const acceptedTime = ['any_timestamp', windowType(timestampType), windowType(zoneless)] as const

/** The time of a window: a column of another window stands for its last instant (Spark's `WindowTime`). */
export function timeArgument(input: Bound, context: BindContext): Bound {
  const time = castArgument(input, 0, acceptedTime, context)
  if (time.type.kind !== 'struct') return time
  const { args: _, ...parts } = windowTime.bind([time], context)
  return { kind: 'call', name: windowTime.name, args: [time], ...parts }
}

export const window: ScalarFunction = {
  name: 'window',
  summary: 'The time windows of a width, perhaps sliding and shifted, that a time is in; a row for each of them.',
  bind(args, context) {
    checkCount(args, 2, 4, context)
    const width = windowLength(args[1] as Bound)
    const slide = args[2] ? windowLength(args[2]) : width
    const data: TimeWindow = { width, slide, start: args[3] ? windowLength(args[3]) : 0n }
    // Spark prints the lengths in microseconds, and an implicit type as it was written.
    const text = `window(${[boundText(args[0] as Bound), width, slide, data.start].join(', ')})`
    const time = timeArgument(args[0] as Bound, { ...context, text })
    checkWindow(data, text)
    // Spark's Expand, which makes the rows of sliding windows, calls its column nullable.
    return { args: [time], type: windowType(time.type), nullable: slide !== width, data, text: 'window' }
  },
  // Of a sliding window the last one; the analyzer makes rows of the others.
  nulls: 'custom',
  evaluate([time], call) {
    if (time === null) return [null, null]
    const data = call.data as TimeWindow
    const start = lastStart(time as Micros, data)
    return [start, BigInt.asIntN(64, start + data.width)]
  },
}
