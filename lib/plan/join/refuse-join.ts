/** Joins that cannot run with streams where they are (UnsupportedOperationChecker.checkForStreaming, case Join). */
import type { Schema } from '../../types/schema.ts'
import { unsupportedOperation } from '../analyze/check-query.ts'
import { refuseLateRows } from '../analyze/refuse-late-rows.ts'
import type { NodeOptions } from '../nodes.ts'
import type { RefusalContext } from '../operator.ts'
import { bindJoin } from './bind-join.ts'
import { joinTypeName } from './join-type.ts'
import { boundsPreserved } from './state-expiry.ts'

/** @throws Spark's refusal (golden `err-static-join-*`, `err-ssjoin-*`) */
export function refuseJoin(options: NodeOptions['join'], context: RefusalContext): void {
  const { joinType } = options
  const [left = false, right = false] = context.streaming
  if (!left && !right) return
  const name = joinTypeName(joinType)
  switch (joinType) {
    case 'inner':
    case 'cross':
      break
    case 'full_outer':
      if (left && !right) {
        throw unsupportedOperation(
          'FullOuter joins with streaming DataFrames/Datasets on the left and a static DataFrame/Dataset on the right is not supported',
        )
      }
      if (!left && right) {
        throw unsupportedOperation(
          'FullOuter joins with streaming DataFrames/Datasets on the right and a static DataFrame/Dataset on the left is not supported',
        )
      }
      break
    case 'existence':
    case 'left_anti':
      if (right) {
        throw unsupportedOperation('LeftAnti joins with a streaming DataFrame/Dataset on the right are not supported')
      }
      break
    case 'left_outer':
    case 'left_semi':
      if (!left && right) {
        throw unsupportedOperation(
          `${name} join with a streaming DataFrame/Dataset on the right and a static DataFrame/Dataset on the left is not supported`,
        )
      }
      break
    case 'right_outer':
      if (left && !right) {
        throw unsupportedOperation(
          'RightOuter join with a streaming DataFrame/Dataset on the left and a static DataFrame/DataSet on the right not supported',
        )
      }
      break
  }
  if (left && right) refuseStreamStream(options, context)
}

/** Joins of two streams: the order of the checks is Spark's. */
function refuseStreamStream(options: NodeOptions['join'], context: RefusalContext): void {
  const { outputMode, inputs, binder } = context
  const { joinType } = options
  const name = joinTypeName(joinType)
  refuseLateRows(context)
  const mode = `${(outputMode[0] as string).toUpperCase()}${outputMode.slice(1)}`
  const inner = joinType === 'inner' || joinType === 'cross'
  if (inner && outputMode === 'complete') {
    throw unsupportedOperation(
      `${name} join between two streaming DataFrames/Datasets is not supported in ${mode} output mode, only in Append and Update output modes`,
    )
  }
  if (inner) return
  if (joinType !== 'left_semi' && outputMode !== 'append') {
    throw unsupportedOperation(
      `${name} join between two streaming DataFrames/Datasets is not supported in ${mode} output mode, only in Append output mode`,
    )
  }
  const pair = inputs as readonly [Schema, Schema]
  if (boundsPreserved(joinType, bindJoin(options, pair, binder).join.condition, pair)) return
  throw unsupportedOperation(
    `Stream-stream ${name} join between two streaming DataFrame/Datasets is not supported without a watermark in the join keys, or a watermark on the nullable side and an appropriate range condition`,
  )
}
