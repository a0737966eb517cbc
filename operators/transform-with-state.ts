/**
 * Groups of rows through a processor of the program, with state variables (values, lists, maps), timers and times to live.
 *
 * State: the variables' content and the timers, by key. Watermarks fire timers of event time and pass (in time mode
 * ProcessingTime they end here); late rows are dropped in time mode EventTime. Barriers: state is sealed. It waits for the
 * whole batch: functions are called once for each group of it, in the order in which groups appeared, then for the timers
 * that are due, in order of time.
 *
 * @example
 * events.pipe(transformWithState('user', Sessions, { output: 'user STRING, clicks LONG', timeMode: 'ProcessingTime' }))
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
import type { ProcessorSource } from '../lib/plan/user-state/variables/stateful-processor.ts'

type Source = ProcessorSource<never, never, unknown, never>

/** Rows for each group; `key` is one column, whose value the processor gets, or a list of columns. */
export const transformWithState = defineOperator(
  transformWithStateDefinition,
  (key: GroupingKey, processor: Source, options: TransformOptions) =>
    transformNode([groupKey(key)], processor, options),
)

/** The same, with an initial state as the second input, by a key of its own, which the processor takes in the first batch. */
export const transformWithInitialState = defineJoin(
  transformWithInitialStateDefinition,
  (key: GroupingKey, initialKey: GroupingKey, processor: Source, options: TransformOptions) =>
    transformNode([groupKey(key), groupKey(initialKey)], processor, options),
)
