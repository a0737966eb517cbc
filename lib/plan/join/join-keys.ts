/** What of a join's condition is found by a hash table and what is asked of each pair (ExtractEquiJoinKeys in Spark). */
import type { Bound } from '../../expressions/bound.ts'
import { collectInputs, conjunction, conjuncts, moveInputs } from '../rewrite/bound-expressions.ts'

/** Two expressions whose values must be the same. */
export interface JoinKey {
  /** Over the left input's columns. */
  readonly left: Bound
  /** Over the right input's own columns. */
  readonly right: Bound
  /** `<=>`: null is the same as null. With `=` a null is the same as nothing. */
  readonly nullSafe: boolean
}

export interface JoinCondition {
  readonly keys: readonly JoinKey[]
  /** The rest, over the columns of both inputs numbered through; undefined = none. */
  readonly residual: Bound | undefined
}

/**
 * Takes a condition apart.
 *
 * @param leftWidth columns of the left input
 */
export function joinCondition(condition: Bound | undefined, leftWidth: number): JoinCondition {
  const keys: JoinKey[] = []
  const rest: Bound[] = []
  for (const one of condition ? conjuncts(condition) : []) {
    const key = keyOf(one, leftWidth)
    if (key) keys.push(key)
    else rest.push(one)
  }
  return { keys, residual: rest.length === 0 ? undefined : conjunction(rest) }
}

function keyOf(one: Bound, leftWidth: number): JoinKey | undefined {
  if (one.kind !== 'call' || (one.name !== '=' && one.name !== '<=>')) return undefined
  const [a, b] = one.args as readonly [Bound, Bound]
  const nullSafe = one.name === '<=>'
  const right = (side: Bound): Bound => moveInputs(side, (column) => column - leftWidth)
  const [first, second] = [sidesOf(a, leftWidth), sidesOf(b, leftWidth)]
  if (!first.any && !second.any) return undefined
  if (!first.right && !second.left) return { left: a, right: right(b), nullSafe }
  if (!first.left && !second.right) return { left: b, right: right(a), nullSafe }
  return undefined
}

/** Which inputs an expression reads. */
export function sidesOf(
  bound: Bound,
  leftWidth: number,
): { readonly left: boolean; readonly right: boolean; readonly any: boolean } {
  const columns = [...collectInputs(bound)]
  const left = columns.some((column) => column < leftWidth)
  const right = columns.some((column) => column >= leftWidth)
  return { left, right, any: left || right }
}
