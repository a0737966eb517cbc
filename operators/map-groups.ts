/**
 * Groups of rows through a function of the program: mapGroups (a row for each group), flatMapGroups (any number), and
 * cogroup, whose function gets the groups of two inputs with the same key.
 *
 * State: none; a group is the rows of one batch. Watermarks and barriers pass, behind the rows: it waits for the whole
 * batch. The event-time tag is lost.
 *
 * @example
 * readings.pipe(mapGroups('device', (device, rows) => ({ device, n: [...rows].length }), 'device STRING, n INT'))
 *
 * @module
 */
import { expandedSchema } from '../lib/plan/analyze/bound-plan.ts'
import { defineJoin, defineOperator } from '../lib/plan/define-operator.ts'
import type { Composite, Physical } from '../lib/plan/operator.ts'
import { rowFunction } from '../lib/plan/row-functions.ts'
import { bindGroups } from '../lib/plan/user-state/bind-groups.ts'
import { type GroupingKey, groupKey, keyExpressions, withKeyExpressions } from '../lib/plan/user-state/group-keys.ts'
import { type GroupOptions, type MapGroupsNode, mapGroupsNode } from '../lib/plan/user-state/group-nodes.ts'
import { coGroupCore, type MapGroupsOptions, mapGroupsCore } from '../lib/plan/user-state/map-groups.ts'
import { refuseCoGroup } from '../lib/plan/user-state/refuse-groups.ts'
import type { ValueSchema } from '../lib/plan/user-state/value-shape.ts'
import type { RowObject } from '../lib/types/values/row-value.ts'

type Options = MapGroupsNode
type Rows = Iterable<RowObject>

function definitionOver(name: string, inputs: 1 | 2, core: Physical<MapGroupsOptions>): Composite<Options> {
  const definition: Composite<Options> = {
    name,
    inputs,
    schema: (options, schemas, binder, streaming) => expandedSchema(definition, options, schemas, binder, streaming),
    describe: ({ function: id }) => `${inputs === 1 ? 'MapGroups' : 'CoGroup'} ${rowFunction(id).name}`,
    expressions: ({ keys }) => keyExpressions(keys),
    withExpressions: (options, expressions) => ({ ...options, keys: withKeyExpressions(options.keys, expressions) }),
    ...(inputs === 2
      ? { refuse: (_: Options, context: Parameters<typeof refuseCoGroup>[0]) => refuseCoGroup(context) }
      : {}),
    expand({ keys, ...options }, schemas, binder) {
      const { before, width } = bindGroups(keys, schemas, binder)
      const running: MapGroupsOptions = { ...options, width, flatKey: keys[0]?.flat ?? false }
      return { before, core: { definition: core as Physical<unknown>, options: running }, after: [] }
    },
  }
  return definition
}

/** A row for each group; `key` is one column, whose value the function gets, or a list of columns. */
export const mapGroups = defineOperator(
  definitionOver('mapGroups', 1, mapGroupsCore),
  (key: GroupingKey, body: (key: never, rows: Rows) => unknown, output: ValueSchema, options?: GroupOptions) =>
    mapGroupsNode('map', [groupKey(key)], body, output, options),
)

/** Any number of rows for each group; see `mapGroups`. */
export const flatMapGroups = defineOperator(
  mapGroups.definition,
  (key: GroupingKey, body: (key: never, rows: Rows) => unknown, output: ValueSchema, options?: GroupOptions) =>
    mapGroupsNode('flatMap', [groupKey(key)], body, output, options),
)

/** Any number of rows for the groups of both inputs that have the same key; one of them may be empty. */
export const cogroup = defineJoin(
  definitionOver('coGroup', 2, coGroupCore),
  (
    key: GroupingKey,
    rightKey: GroupingKey,
    body: (key: never, left: Rows, right: Rows) => unknown,
    output: ValueSchema,
    options?: GroupOptions,
  ) => mapGroupsNode('flatMap', [groupKey(key), groupKey(rightKey)], body, output, options),
)
