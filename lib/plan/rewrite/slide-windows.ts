/**
 * Sliding windows are expanded in the aggregation (aggregate/sliding-panes.ts), not row by row before it, where nothing
 * but the aggregation's key sees which window a row is in and the order in which values are added cannot show.
 */
import type { Bound } from '../../expressions/bound.ts'
import { structField } from '../../expressions/extract/extractions.ts'
import type { GenerateStep, RowWiseStep } from '../../expressions/row-step.ts'
import type { TimeWindow } from '../../expressions/windows/time-window.ts'
import { laterTime, windowStart } from '../../expressions/windows/window-parts.ts'
import type { DataType } from '../../types/data-type.ts'
import type { BoundAggregate, GroupedAggregateOptions, SlidingKey } from '../aggregate/bound-aggregate.ts'
import type { BoundPlan, OperatorPlan } from '../analyze/bound-plan.ts'
import { operatorNode, optionsOf } from '../node.ts'
import { collectInputs } from './bound-expressions.ts'
import { transformUp } from './rewrite-rule.ts'

/** What a column has of the window: which one it is, when it starts, or the whole. */
type WindowPart = 'position' | 'start' | 'window'

/** Aggregates whose result does not depend on the order of exact values, nor on how they are put together. */
const exact: ReadonlySet<string> = new Set([
  'count',
  'count_if',
  'sum',
  'try_sum',
  'min',
  'max',
  'bit_and',
  'bit_or',
  'bit_xor',
  'bool_and',
  'bool_or',
])

/** Null where the time is null, whichever of its windows it is. */
const moves: ReadonlySet<string> = new Set([windowStart.name, laterTime.name, structField.name, 'named_struct'])

/** To be applied after all rewrites: filters that read a window must have found their place. */
export function slideWindows(plan: BoundPlan): BoundPlan {
  return transformUp(plan, (one) =>
    one.kind === 'operator' && one.definition.name === 'groupedAggregate' ? slid(one) : one,
  )
}

function slid(plan: OperatorPlan): BoundPlan {
  const [input] = plan.inputs
  const options = optionsOf<GroupedAggregateOptions>(plan.node)
  if (input?.kind !== 'rows' || !options.aggregates.every(isExact)) return plan
  const at = input.steps.findLastIndex((step) => 'generate' in step)
  const step = input.steps[at]
  if (step === undefined || !('generate' in step) || step.generate.column !== undefined) return plan
  const above = input.steps.slice(at + 1)
  const sliding = slidingKey(step, above, options.keys)
  if (!sliding) return plan
  const steps = [...input.steps.slice(0, at), lastWindowOnly(step), ...above]
  const slidOptions: GroupedAggregateOptions = { ...options, sliding }
  const node = operatorNode(plan.node.op, slidOptions, plan.node.inputs)
  return { ...plan, node, inputs: [{ ...input, steps }] }
}

function isExact({ call }: BoundAggregate): boolean {
  if (call.distinct || !exact.has(call.name)) return false
  return call.name === 'count' || call.args.every(({ type }) => isExactType(type))
}

/** Doubles: sums depend on the order, and which of 0.0 and -0.0 is kept. */
function isExactType(type: DataType): boolean {
  if (type.kind === 'struct') return type.fields.every((one) => isExactType(one.type))
  return !['float', 'double', 'array', 'map'].includes(type.kind)
}

/** The key that is the window, when no other column has anything of it. */
function slidingKey({ generate }: GenerateStep, above: readonly RowWiseStep[], keys: number): SlidingKey | undefined {
  let parts = new Map<number, WindowPart>()
  for (const [column, { from }] of generate.outputs.entries())
    if ('part' in from && from.part === 'position') parts.set(column, 'position')
  let window: TimeWindow | undefined
  for (const step of above) {
    if ('filter' in step && isSameInAll(step.filter, parts)) continue
    if (!('project' in step)) return undefined
    const next = new Map<number, WindowPart>()
    for (const [column, { value }] of step.project.entries()) {
      if (!reads(value, parts)) continue
      const part = partOf(value, parts, (found) => {
        window = found
      })
      if (part === undefined) return undefined
      next.set(column, part)
    }
    parts = next
  }
  const [[column, part] = [-1, undefined], ...others] = parts
  if (others.length > 0 || part !== 'window' || column >= keys || !window) return undefined
  return { column, times: generate.times ?? 1, slide: window.slide }
}

const reads = (bound: Bound, parts: ReadonlyMap<number, WindowPart>): boolean =>
  [...collectInputs(bound)].some((one) => parts.has(one))

/** A filter that reads nothing of the window, or only whether it is null, as that of a window over the window's time does. */
function isSameInAll(filter: Bound, parts: ReadonlyMap<number, WindowPart>): boolean {
  if (!reads(filter, parts)) return true
  if (filter.kind !== 'call' || filter.name !== 'isnotnull') return false
  const isMove = (bound: Bound): boolean =>
    bound.kind === 'input' ||
    bound.kind === 'literal' ||
    (bound.kind === 'call' && moves.has(bound.name) && bound.args.every(isMove))
  return filter.args.every(isMove)
}

/** What an expression is that reads something of the window; undefined = something else. */
function partOf(
  bound: Bound,
  parts: ReadonlyMap<number, WindowPart>,
  found: (window: TimeWindow) => void,
): WindowPart | undefined {
  if (bound.kind === 'input') return parts.get(bound.index)
  if (bound.kind !== 'call') return undefined
  const [first, second, third, fourth] = bound.args
  const is = (operand: Bound | undefined, part: WindowPart) =>
    operand !== undefined && partOf(operand, parts, found) === part
  if (bound.name === windowStart.name) {
    if (first === undefined || reads(first, parts) || !is(second, 'position')) return undefined
    found(bound.data as TimeWindow)
    return 'start'
  }
  if (bound.name !== 'named_struct' || bound.args.length !== 4 || third?.kind !== 'literal') return undefined
  const ends = fourth?.kind === 'call' && fourth.name === laterTime.name && is(fourth.args[0], 'start')
  return is(second, 'start') && ends ? 'window' : undefined
}

/** Each row once, in the last of its windows. */
function lastWindowOnly({ generate }: GenerateStep): RowWiseStep {
  return {
    project: generate.outputs.map(({ field, from }) => {
      const { name, type, nullable } = field
      const value: Bound =
        'input' in from
          ? { kind: 'input', index: from.input, name, type, nullable }
          : { kind: 'literal', type, value: 0, nullable: false }
      return { field, value }
    }),
  }
}
