/** Where Spark's optimizer moves filters. */
import type { Row } from './model-expression.ts'
import { filteredJoin, laidOut } from './model-join-plan.ts'
import type { Condition, Join, ModelNode } from './model-node.ts'

/**
 * A filter, as far down as Spark's optimizer moves it: below projections, windows that it does not read, aggregations of
 * whose columns it reads keys only, into both sides of a union, and below a watermark unless it reads the event time
 * (golden/wm-filter-after, golden/random2-chain-*).
 */
export function filtered(input: ModelNode, condition: Condition): ModelNode {
  if (input.kind === 'watermark' && !condition.read.includes(input.column)) {
    return { ...input, input: filtered(input.input, condition) }
  }
  if (input.kind === 'union') return { ...input, inputs: input.inputs.map((one) => filtered(one, condition)) }
  if (input.kind === 'open') {
    const { join, stays } = filteredJoin(input, condition)
    return stays ? filter(join, condition) : join
  }
  const below = input.kind === 'rows' || input.kind === 'aggregate' ? input.below(condition) : undefined
  if (below) return { ...input, input: filtered((input as { readonly input: ModelNode }).input, below) } as ModelNode
  if (input.kind === 'aggregate' && condition.read.length > 0 && condition.read.every((at) => at < input.keys)) {
    // Between the aggregation and its grouping sets (golden/rollup-filter-key).
    return { ...input, keysOf: (row) => input.keysOf(row).filter(condition.keep) }
  }
  return filter(input, condition)
}

function filter(input: ModelNode, condition: Condition): ModelNode {
  const { read, keep } = condition
  const each = (row: Row) => (keep(row) ? [row] : [])
  const reads = (needed: readonly number[]) => [...needed, ...read]
  const same = { below: (one: Condition) => one, origin: (at: number) => at }
  return { kind: 'rows', fields: input.fields, input, each, reads, ...same, holds: condition }
}

/** Joins with their conditions in place; those from above a join go before those of the joins below it. */
export function settled(node: ModelNode): ModelNode {
  if (node.kind === 'open') return settled(laidOut(node, filtered))
  if (node.kind === 'join') {
    const [left, right] = node.sides.map((side) => ({ ...side, input: settled(side.input) }))
    return { ...node, sides: [left, right] as unknown as Join['sides'] }
  }
  if (node.kind === 'union') return { ...node, inputs: node.inputs.map(settled) }
  return node.kind === 'source' || node.kind === 'table' ? node : { ...node, input: settled(node.input) }
}
