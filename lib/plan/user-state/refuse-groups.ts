/** Spark's refusals of functions of groups on streams (UnsupportedOperationChecker). */
import type { OutputMode } from '../../connector/connector.ts'
import { eventTimeColumn } from '../../state/late-rows.ts'
import type { Schema } from '../../types/schema.ts'
import { unsupportedOperation } from '../analyze/check-query.ts'
import { refuseLateRows } from '../analyze/refuse-late-rows.ts'
import type { Node } from '../nodes.ts'
import type { RefusalContext } from '../operator.ts'
import type { GroupsWithStateNode } from './group-nodes.ts'

const operators: ReadonlySet<string> = new Set(['groupsWithState', 'groupsWithInitialState'])

/** What is refused of (flat)mapGroupsWithState. */
export function refuseGroupsWithState(options: GroupsWithStateNode, context: RefusalContext): void {
  const { streaming, inputs } = context
  if (streaming[1]) {
    // The text is Spark's, and means the opposite.
    throw unsupportedOperation(
      'Non-streaming DataFrame/Dataset is not supported as the initial state in [flatMap|map]GroupsWithState operation on a streaming DataFrame/Dataset',
    )
  }
  if (!streaming[0]) return
  refuseMode(options, context)
  if (options.timeout === 'EventTimeTimeout' && eventTimeColumn(inputs[0] as Schema) < 0) {
    throw unsupportedOperation(
      "Watermark must be specified in the query using '[Dataset/DataFrame].withWatermark()' for using event-time timeout in a [map|flatMap]GroupsWithState. Event-time timeout not supported without watermark.",
    )
  }
  refuseLateRows(context)
}

/** What is refused of several of them in one query. */
export function refuseSeveralGroups(nodes: readonly Node[], outputMode: OutputMode): void {
  const all = nodes.filter((node): node is Node<'groupsWithState'> => operators.has(node.op))
  const maps = all.filter(({ options }) => options.kind === 'map')
  if (maps.length >= 2) {
    throw unsupportedOperation('Multiple mapGroupsWithStates are not supported on a streaming DataFrames/Datasets')
  }
  if (maps.length > 0 && all.length > maps.length) {
    throw unsupportedOperation(
      'Mixing mapGroupsWithStates and flatMapGroupsWithStates are not supported on a streaming DataFrames/Datasets',
    )
  }
  const allAppend = outputMode === 'append' && all.every(({ options }) => options.outputMode === 'append')
  if (all.length >= 2 && !allAppend) {
    throw unsupportedOperation(
      'Multiple flatMapGroupsWithStates are not supported when they are not all in append mode or the output mode is not append on a streaming DataFrames/Datasets',
    )
  }
}

function refuseMode({ kind, outputMode: own }: GroupsWithStateNode, { outputMode, aggregates }: RefusalContext): void {
  const mode = `${outputMode.charAt(0).toUpperCase()}${outputMode.slice(1)}`
  if (kind === 'map') {
    if (outputMode === 'update') return
    throw unsupportedOperation(
      `mapGroupsWithState is not supported with ${mode} output mode on a streaming DataFrame/Dataset`,
    )
  }
  if (aggregates) {
    if (own === 'append') return
    throw unsupportedOperation(
      'flatMapGroupsWithState in update mode is not supported with aggregation on a streaming DataFrame/Dataset',
    )
  }
  if (own === outputMode) return
  throw unsupportedOperation(
    `flatMapGroupsWithState in ${own} mode is not supported with ${mode} output mode on a streaming DataFrame/Dataset`,
  )
}

/** Spark knows cogroup of static frames only. */
export function refuseCoGroup({ streaming }: RefusalContext): void {
  if (streaming.some((one) => one))
    throw unsupportedOperation('CoGrouping with a streaming DataFrame/Dataset is not supported')
}
