/**
 * Groups of rows through a function of the program that keeps state from batch to batch, perhaps with a timeout:
 * mapGroupsWithState (a row for each group), flatMapGroupsWithState (any number of rows).
 *
 * State: a value for each key, and when it times out. Watermarks end here: what the function gives has none; with
 * EventTimeTimeout late rows are dropped, and groups whose timeout the watermark has passed are called again. Barriers:
 * state is sealed. It waits for the whole batch: the function is called once for each group of it, in the order in which
 * groups appeared, then for those that have timed out.
 *
 * @example
 * events.pipe(mapGroupsWithState('user', (user, rows, state) => {
 *   state.update((state.getOption() ?? 0n) + BigInt([...rows].length))
 *   return { user, events: state.get() }
 * }, { output: 'user STRING, events LONG', state: 'LONG' }))
 *
 * @module
 */
import { expandedSchema } from '../lib/plan/analyze/bound-plan.ts'
import { defineJoin, defineOperator } from '../lib/plan/define-operator.ts'
import type { Composite, Physical } from '../lib/plan/operator.ts'
import { rowFunction } from '../lib/plan/row-functions.ts'
import { bindGroups } from '../lib/plan/user-state/bind-groups.ts'
import { type GroupingKey, groupKey, keyExpressions, withKeyExpressions } from '../lib/plan/user-state/group-keys.ts'
import {
  type FlatMapGroupsOptions,
  type GroupStateOptions,
  type GroupsWithStateNode,
  groupsWithStateNode,
} from '../lib/plan/user-state/group-nodes.ts'
import type { GroupState } from '../lib/plan/user-state/group-state.ts'
import {
  type GroupsWithStateOptions,
  groupsWithInitialState,
  groupsWithState,
} from '../lib/plan/user-state/groups-with-state.ts'
import { initialColumn } from '../lib/plan/user-state/initial-state.ts'
import { refuseGroupsWithState, refuseSeveralGroups } from '../lib/plan/user-state/refuse-groups.ts'
import type { RowObject } from '../lib/types/values/row-value.ts'

type Options = GroupsWithStateNode

function definitionOver(name: string, inputs: 1 | 2, core: Physical<GroupsWithStateOptions>): Composite<Options> {
  const definition: Composite<Options> = {
    name,
    inputs,
    schema: (options, schemas, binder, streaming) => expandedSchema(definition, options, schemas, binder, streaming),
    describe: ({ function: id }) => `FlatMapGroupsWithState ${rowFunction(id).name}`,
    expressions: ({ keys }) => keyExpressions(keys),
    withExpressions: (options, expressions) => ({ ...options, keys: withKeyExpressions(options.keys, expressions) }),
    refuse: refuseGroupsWithState,
    refuseTogether: refuseSeveralGroups,
    emitsLateRows: ({ timeout }) => timeout === 'EventTimeTimeout',
    expand({ keys, ...options }, schemas, binder) {
      const { before, width, fields } = bindGroups(keys, schemas, binder)
      const [, initial] = schemas
      const running: GroupsWithStateOptions = {
        ...options,
        width,
        flatKey: keys[0]?.flat ?? false,
        initialColumn: initial ? initialColumn(options.state, initial, fields[1] ?? []) : -1,
      }
      return { before, core: { definition: core as Physical<unknown>, options: running }, after: [] }
    },
  }
  return definition
}

const definition = definitionOver('groupsWithState', 1, groupsWithState)
const withInitialState = definitionOver('groupsWithInitialState', 2, groupsWithInitialState)

/** Gets a group's key, its rows, made when they are asked for, and its state. */
type StateFunction = (key: never, rows: Iterable<RowObject>, state: GroupState<never>) => unknown

/** A row for each group; `key` is one column, whose value the function gets, or a list of columns. */
export const mapGroupsWithState = defineOperator(
  definition,
  (key: GroupingKey, body: StateFunction, options: GroupStateOptions) =>
    groupsWithStateNode('map', [groupKey(key)], body, options),
)

/** Any number of rows for each group; see `mapGroupsWithState`. */
export const flatMapGroupsWithState = defineOperator(
  definition,
  (key: GroupingKey, body: StateFunction, options: FlatMapGroupsOptions) =>
    groupsWithStateNode('flatMap', [groupKey(key)], body, options),
)

/** The same, with an initial state as the second input, by a key of its own. */
export const flatMapGroupsWithInitialState = defineJoin(
  withInitialState,
  (key: GroupingKey, initialKey: GroupingKey, body: StateFunction, options: FlatMapGroupsOptions) =>
    groupsWithStateNode('flatMap', [groupKey(key), groupKey(initialKey)], body, options),
)
