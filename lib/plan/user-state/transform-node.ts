/** Options of transformWithState, and the processors of programs: a plan holds only their id. */
import { invariant } from '../../errors.ts'
import { defaultConcurrency } from '../row-functions.ts'
import type { GroupKey } from './group-keys.ts'
import { type ValueSchema, type ValueShape, valueShape } from './value-shape.ts'
import { unknownTimeMode } from './variables/processor-errors.ts'
import type { ProcessorSource, StatefulProcessor, TimeMode } from './variables/stateful-processor.ts'

export interface TransformNode {
  /** How each input is grouped; the second one is the initial state. */
  readonly keys: readonly GroupKey[]
  /** Id of the processor. */
  readonly processor: string
  readonly output: ValueShape
  readonly timeMode: TimeMode
  /** Of the processor; the query's own may be another one. */
  readonly outputMode: ProcessorOutputMode
  /** The output's event-time column, which takes the watermark on to what stands above; undefined = none does. */
  readonly eventTimeColumn: string | undefined
  /** Calls under way at the same time, where a class of processors gives promises. */
  readonly concurrency: number
}

export type ProcessorOutputMode = 'append' | 'update' | 'complete'

/** How a processor runs. */
export interface TransformOptions<O extends ValueSchema = ValueSchema> {
  /** Columns of the rows it gives: DDL, `struct({…})`, or one type for plain values. */
  readonly output: O
  /** Of timers and of times to live; `None` unless given, `EventTime` with an event-time column. In any case, as in Spark. */
  readonly timeMode?: TimeMode | Lowercase<TimeMode>
  readonly outputMode?: ProcessorOutputMode
  /** Column of the output whose event times stateful operators above may rely on. */
  readonly eventTimeColumnName?: string
  /** Calls under way at the same time (16), where a class of processors is asynchronous. */
  readonly concurrency?: number
}

const table = new Map<string, ProcessorMaker>()

/**
 * The options of a node.
 *
 * @param over what each processor is made into
 * @throws STATEFUL_PROCESSOR_UNKNOWN_TIME_MODE, and what `valueShape` throws
 */
export function transformNode(
  keys: readonly GroupKey[],
  processor: ProcessorSource<never, never, unknown, never>,
  options: TransformOptions,
  over: (processor: AnyProcessor) => AnyProcessor = (same) => same,
): TransformNode {
  const { output, eventTimeColumnName, outputMode = 'append', concurrency = defaultConcurrency } = options
  const id = `processor-${table.size + 1}`
  const maker = processorMaker(processor)
  table.set(id, { ...maker, make: () => over(maker.make()) })
  return {
    keys,
    processor: id,
    output: valueShape(output),
    // Spark: with an event-time column the time mode is EventTime.
    timeMode: eventTimeColumnName === undefined ? timeModeOf(options.timeMode ?? 'None') : 'EventTime',
    outputMode,
    eventTimeColumn: eventTimeColumnName,
    concurrency,
  }
}

/** @throws STATEFUL_PROCESSOR_UNKNOWN_TIME_MODE */
export function timeModeOf(text: string): TimeMode {
  switch (text.toLowerCase()) {
    case 'none':
      return 'None'
    case 'processingtime':
      return 'ProcessingTime'
    case 'eventtime':
      return 'EventTime'
    default:
      throw unknownTimeMode(text)
  }
}

/** A processor as a lane calls it. */
export type AnyProcessor = StatefulProcessor<unknown, unknown, unknown, unknown>

/** Makes what lanes call: new instances of a class, or the one object. */
export interface ProcessorMaker {
  /** For messages. */
  readonly name: string
  /** Is there only one? */
  readonly shared: boolean
  make(): AnyProcessor
}

/** The processor of an id. */
export function processorOf(id: string): ProcessorMaker {
  const maker = table.get(id)
  invariant(maker, `no processor has the id ${id}`)
  return maker
}

export function processorMaker(source: object): ProcessorMaker {
  if (typeof source === 'function') {
    const Class = source as new () => AnyProcessor
    return { name: source.name || 'anonymous', shared: false, make: () => new Class() }
  }
  const { name } = source.constructor
  return { name: name === 'Object' ? 'processor' : name, shared: true, make: () => source as AnyProcessor }
}
