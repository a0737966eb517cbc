/** What rewrites ask of bound expressions and how they move them. */

import type { Bound } from '../../expressions/bound.ts'
import { operandsOf } from '../../expressions/bound-operands.ts'
import { mapOperands } from '../../expressions/map-operands.ts'
import { booleanType } from '../../types/types.ts'

/** Adds the input columns that an expression reads to `into`. */
export function collectInputs(bound: Bound, into: Set<number> = new Set()): Set<number> {
  if (bound.kind === 'input') into.add(bound.index)
  for (const operand of operandsOf(bound)) collectInputs(operand, into)
  return into
}

/** Whether an expression has more than `most` nodes; looks at no more than that. */
export function isLargerThan(bound: Bound, most: number): boolean {
  let left = most
  const visit = (one: Bound): boolean => {
    left--
    return left < 0 || operandsOf(one).some(visit)
  }
  return visit(bound)
}

/** The expression with every input column replaced. */
export function replaceInputs(
  bound: Bound,
  replacement: (index: number, input: Bound & { kind: 'input' }) => Bound,
): Bound {
  if (bound.kind === 'input') return replacement(bound.index, bound)
  return mapOperands(bound, (operand) => replaceInputs(operand, replacement))
}

/** The expression over columns at other positions. */
export function moveInputs(bound: Bound, position: (index: number) => number): Bound {
  return replaceInputs(bound, (index, input) => ({ ...input, index: position(index) }))
}

/** `a AND b AND c` as [a, b, c], in order. */
export function conjuncts(bound: Bound): readonly Bound[] {
  return bound.kind === 'call' && bound.name === 'and' ? bound.args.flatMap(conjuncts) : [bound]
}

/** [a, b, c] as `a AND b AND c`; true when there are none. */
export function conjunction(parts: readonly Bound[]): Bound {
  const [first, ...rest] = parts
  if (!first) return { kind: 'literal', type: booleanType, nullable: false, value: true }
  return rest.reduce<Bound>(
    (left, right) => ({
      kind: 'call',
      name: 'and',
      args: [left, right],
      type: booleanType,
      nullable: left.nullable || right.nullable,
    }),
    first,
  )
}
