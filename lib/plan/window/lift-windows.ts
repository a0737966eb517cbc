/**
 * Takes window functions out of row steps (Spark: ExtractWindowExpressions): what they are computed of is projected beside
 * the columns, the operator of windows adds their results, and the step goes on with these.
 */

import type { BoundFrameEnd } from '../../expressions/binder/bind-frame.ts'
import { type WindowFunctionData, windowFunctionName } from '../../expressions/binder/window-function.ts'
import type { Bound } from '../../expressions/bound.ts'
import { boundKey } from '../../expressions/bound-key.ts'
import { operandsOf } from '../../expressions/bound-operands.ts'
import { boundText } from '../../expressions/bound-text.ts'
import { mapOperands } from '../../expressions/map-operands.ts'
import type { RowStep, RowWiseStep } from '../../expressions/row-step.ts'
import { givePlace, placeOf } from '../../expressions/text-place.ts'
import type { Field } from '../../types/data-type.ts'
import type { Schema } from '../../types/schema.ts'
import { field } from '../../types/types.ts'
import type { BoundWindow, WindowOptions } from './bound-window.ts'

type WindowCall = Extract<Bound, { readonly kind: 'call' }>

/** Steps before the operator, the operator, and steps behind it, of which there may be windows again. */
export interface LiftedWindows {
  readonly before: readonly RowWiseStep[]
  readonly options: WindowOptions
  readonly after: readonly RowWiseStep[]
}

/** Whether steps compute window functions. */
export function holdsWindow(steps: readonly RowWiseStep[]): boolean {
  return steps.some((step) => !('generate' in step) && expressionsOf(step).some((one) => windowsIn(one).length > 0))
}

/**
 * The first step that has window functions, taken apart.
 *
 * @param input columns that the steps get
 * @param after the columns after some steps
 */
export function liftWindows(
  steps: readonly RowWiseStep[],
  input: Schema,
  after: (steps: readonly RowWiseStep[], input: Schema) => Schema,
): LiftedWindows | undefined {
  const at = steps.findIndex((step) => holdsWindow([step]))
  if (at < 0) return undefined
  const before = steps.slice(0, at)
  const step = steps[at] as RowStep
  const columns = after(before, input)
  const calls = distinct(expressionsOf(step).flatMap(windowsIn))
  const prepared = new PreparedColumns(columns)
  const windows = [...calls.values()].map((call, index) => boundWindow(call, index, prepared))
  const places = new Map([...calls.keys()].map((key, index) => [key, columns.length + index]))
  const rest = withResults(step, places)
  const dropped = 'filter' in rest ? [{ project: columns.fields.map(inputOf) }] : []
  return {
    before: [...before, { project: prepared.columns }],
    options: { kept: columns.length, windows },
    after: [rest, ...dropped, ...steps.slice(at + 1)],
  }
}

const inputOf = (of: Field, index: number) => ({
  field: of,
  value: { kind: 'input', index, name: of.name, type: of.type, nullable: of.nullable } satisfies Bound,
})

const expressionsOf = (step: RowStep): readonly Bound[] =>
  'filter' in step ? [step.filter] : step.project.map(({ value }) => value)

/** Window functions that have none inside; those around them are left for the next turn. */
export function windowsIn(bound: Bound): readonly WindowCall[] {
  const inner = operandsOf(bound).flatMap(windowsIn)
  return inner.length === 0 && isWindow(bound) ? [bound] : inner
}

const isWindow = (bound: Bound): bound is WindowCall => bound.kind === 'call' && bound.name === windowFunctionName

function distinct(calls: readonly WindowCall[]): ReadonlyMap<string, WindowCall> {
  return new Map(calls.map((call) => [keyOf(call), call]))
}

const keyOf = (call: WindowCall): string => boundKey(call)

/** The columns there are, and what windows need beside them, each once. */
class PreparedColumns {
  readonly columns: { readonly field: Field; readonly value: Bound }[]
  readonly #places = new Map<string, number>()

  constructor(input: Schema) {
    this.columns = input.fields.map(inputOf)
    for (const [at, { value }] of this.columns.entries()) this.#places.set(boundKey(value), at)
  }

  place(value: Bound): number {
    const key = boundKey(value)
    const known = this.#places.get(key)
    if (known !== undefined) return known
    const made = field(`_w${this.columns.length}`, value.type, value.nullable)
    this.#places.set(key, this.columns.length)
    return this.columns.push({ field: made, value }) - 1
  }
}

function boundWindow(call: WindowCall, index: number, prepared: PreparedColumns): BoundWindow {
  const { of, args, partitions, orders, frame } = call.data as WindowFunctionData
  // What was cast for the function is about the function.
  for (const arg of call.args) if (arg.kind === 'cast') givePlace(arg, placeOf(call))
  const places = call.args.map((arg) => prepared.place(arg))
  const given = places.slice(0, args)
  const keys = places.slice(args, args + partitions)
  const orderPlaces = places.slice(args + partitions, args + partitions + orders.length)
  const ends = places.slice(args + partitions + orders.length)
  const end = (one: BoundFrameEnd) => (one === 'value' ? ends.shift() : undefined)
  const filtered = of.kind === 'aggregate' && of.filtered
  return {
    field: field(`_we${index}`, call.type, call.nullable),
    of:
      of.kind === 'rows'
        ? of
        : {
            kind: 'aggregate',
            call: {
              name: of.name,
              args: call.args.slice(0, filtered ? args - 1 : args).map(({ type, nullable }) => ({ type, nullable })),
              type: call.type,
              ...(of.data === undefined ? {} : { data: of.data }),
            },
            filter: filtered ? given.at(-1) : undefined,
          },
    args: filtered ? given.slice(0, -1) : given,
    partitions: keys,
    orders: orderPlaces.map((column, at) => ({ ...(orders[at] as (typeof orders)[number]), column })),
    frame,
    lower: end(frame.lower),
    upper: end(frame.upper),
  }
}

function withResults(step: RowStep, places: ReadonlyMap<string, number>): RowStep {
  const replace = (bound: Bound): Bound => {
    const index = isWindow(bound) ? places.get(keyOf(bound)) : undefined
    if (index !== undefined) {
      return { kind: 'input', index, name: boundText(bound), type: bound.type, nullable: bound.nullable }
    }
    return mapOperands(bound, replace)
  }
  if ('filter' in step) return { filter: replace(step.filter) }
  return { project: step.project.map((one) => ({ ...one, value: replace(one.value) })) }
}
