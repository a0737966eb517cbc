/** Every operator, for programs; and the registry's part of them, which the entry hands to sessions. */

import { groupedAggregate } from '../lib/plan/aggregate/grouped-aggregate.ts'
import { sessionAggregate } from '../lib/plan/aggregate/session-aggregate.ts'
import type { AnyDefinition } from '../lib/plan/operator-registry.ts'
import { aggregateOver } from './aggregate.ts'
import { distinct, dropDuplicates, dropDuplicatesWithinWatermark } from './deduplicate.ts'
import { drop } from './drop.ts'
import { filter } from './filter.ts'
import {
  flatMapGroupsWithInitialState,
  flatMapGroupsWithState,
  mapGroupsWithState,
} from './flat-map-groups-with-state.ts'
import { crossJoin, join } from './join.ts'
import { limit } from './limit.ts'
import { localRelation } from './local-relation.ts'
import { cogroup, flatMapGroups, mapGroups } from './map-groups.ts'
import { filterRows, flatMapRows, mapPartitions, mapRows } from './map-rows.ts'
import { observe } from './observe.ts'
import { offset } from './offset.ts'
import { select, selectExpr } from './project.ts'
import { sample } from './sample.ts'
import { except, intersect } from './set-operation.ts'
import { singleRow } from './single-row.ts'
import { orderBy, sortWithinPartitions } from './sort.ts'
import { alias } from './subquery-alias.ts'
import { toDF } from './to-df.ts'
import { transformWithInitialState, transformWithState } from './transform-with-state.ts'
import { union, unionByName } from './union.ts'
import { withColumns } from './with-columns.ts'
import { withColumnsRenamed } from './with-columns-renamed.ts'
import { withWatermark } from './with-watermark.ts'

/** Keys and aggregates: `aggregate(['device'], avg('celsius'))`. */
export const aggregate = aggregateOver({ grouped: groupedAggregate, session: sessionAggregate })

export {
  alias,
  cogroup,
  crossJoin,
  distinct,
  drop,
  dropDuplicates,
  dropDuplicatesWithinWatermark,
  except,
  filter,
  filterRows,
  flatMapGroups,
  flatMapGroupsWithInitialState,
  flatMapGroupsWithState,
  flatMapRows,
  intersect,
  join,
  limit,
  localRelation,
  mapGroups,
  mapGroupsWithState,
  mapPartitions,
  mapRows,
  observe,
  offset,
  orderBy,
  sample,
  select,
  selectExpr,
  sortWithinPartitions,
  toDF,
  transformWithInitialState,
  transformWithState,
  union,
  unionByName,
  withColumns,
  withColumnsRenamed,
  withWatermark,
}

/** Definitions, each once. */
export const builtinOperators: readonly AnyDefinition[] = [
  aggregate,
  alias,
  cogroup,
  drop,
  dropDuplicates,
  except,
  filter,
  flatMapGroupsWithInitialState,
  flatMapGroupsWithState,
  join,
  limit,
  localRelation,
  mapGroups,
  mapRows,
  observe,
  offset,
  orderBy,
  sample,
  select,
  singleRow,
  toDF,
  transformWithInitialState,
  transformWithState,
  union,
  withColumns,
  withColumnsRenamed,
  withWatermark,
].map((operator) => operator.definition as AnyDefinition)
