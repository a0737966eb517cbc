/** Joins that cannot run with streams where they are (UnsupportedOperationChecker.checkForStreaming, case Join). */
import { MillraceError } from '../../errors.ts'
import { unsupportedOperation } from '../analyze/check-query.ts'
import type { NodeOptions } from '../nodes.ts'
import type { RefusalContext } from '../operator.ts'
import { joinTypeName } from './join-type.ts'

/** @throws Spark's refusal (golden `err-static-join-*`, `err-ssjoin-*`) */
export function refuseJoin({ joinType }: NodeOptions['join'], { streaming }: RefusalContext): void {
  const [left = false, right = false] = streaming
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
  if (left && right) {
    throw new MillraceError(
      'MILLRACE_NOT_SUPPORTED',
      `${name} joins of two streams are not available; make one of the frames static`,
    )
  }
}
