/**
 * Groups of rows through a processor of the program, with state variables (values, lists, maps), timers and times to live.
 *
 * State: the variables' content and the timers, by key. Watermarks fire timers of event time and pass (in time mode
 * ProcessingTime they end here); late rows are dropped in time mode EventTime. Barriers: state is sealed. It waits for the
 * whole batch: functions are called once for each group of it, in the order in which groups appeared, then for the timers
 * that are due, in order of time.
 *
 * @example
 * events.pipe(transformWithState('user', Sessions, 'user STRING, clicks LONG', { timeMode: 'ProcessingTime' }))
 *
 * @module
 */
import { defineJoin, defineOperator } from '../lib/plan/define-operator.ts'
import { type GroupingKey, groupKey } from '../lib/plan/user-state/group-keys.ts'
import {
  transformWithInitialStateDefinition,
  transformWithStateDefinition,
} from '../lib/plan/user-state/transform-definitions.ts'
import { type TransformOptions, transformNode } from '../lib/plan/user-state/transform-node.ts'
import type { ValueSchema } from '../lib/plan/user-state/value-shape.ts'
import type { ProcessorSource } from '../lib/plan/user-state/variables/stateful-processor.ts'

type Source = ProcessorSource<never, never, unknown, never>

/** Rows of the groups of a key through a processor, which gives rows of `output`. */
export const transformWithState = defineOperator(
  transformWithStateDefinition,
  (key: GroupingKey, processor: Source, output: ValueSchema, options?: TransformOptions) =>
    transformNode([groupKey(key)], processor, output, options),
)

/** The same with an initial state: rows of `right`, grouped by `initialKey`, which the processor takes in the first batch. */
export const transformWithInitialState = defineJoin(
  transformWithInitialStateDefinition,
  (
    key: GroupingKey,
    processor: Source,
    output: ValueSchema,
    initialKey: GroupingKey = key,
    options?: TransformOptions,
  ) => transformNode([groupKey(key), groupKey(initialKey)], processor, output, options),
)
