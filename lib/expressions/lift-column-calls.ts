/**
 * Takes calls of column functions out of row steps, so that they run over whole batches between loops (Spark:
 * ExtractPythonUDFs). A call inside another is run before it; one in a condition is run for all rows, whatever the
 * condition. Calls inside lambda functions stay, and run element by element.
 */
import type { DataType, Field } from '../types/data-type.ts'
import { Schema } from '../types/schema.ts'
import { field } from '../types/types.ts'
import type { Bound } from './bound.ts'
import { boundKey } from './bound-key.ts'
import { operandsOf } from './bound-operands.ts'
import { columnFunction } from './column-function.ts'
import { mapOperands } from './map-operands.ts'
import type { RowStep } from './row-step.ts'

type Call = Bound & { readonly kind: 'udf' }

/** Calls that run over the columns at hand; their results come behind these. */
export interface ColumnCalls {
  readonly calls: readonly { readonly id: string; readonly args: readonly number[]; readonly field: Field }[]
}

/**
 * The step in parts: loops, and calls between them.
 *
 * @param input the columns that the step gets
 */
export function liftColumnCalls(step: RowStep, input: Schema): readonly (RowStep | ColumnCalls)[] {
  const parts: (RowStep | ColumnCalls)[] = []
  let columns = input
  let rest = step
  for (let calls = innermost(rest); calls.length > 0; calls = innermost(rest)) {
    const results = new Map(calls.map((call) => [keyOf(call), call]))
    const args = [...results.values()].flatMap((call) => call.args)
    const prepared = [...columns.fields.map(inputOf), ...args.map(argumentColumn)]
    let at = columns.length
    const lifted = [...results.values()].map((call, index) => {
      const positions = call.args.map(() => at++)
      return { id: call.id, args: positions, field: field(`result ${index}`, call.type) }
    })
    parts.push({ project: prepared }, { calls: lifted })
    const places = new Map([...results.keys()].map((key, index) => [key, at + index]))
    rest = withoutCalls(rest, places)
    columns = new Schema([...prepared.map((one) => one.field), ...lifted.map((one) => one.field)])
  }
  if (parts.length === 0) return [step]
  parts.push(rest)
  // A filter keeps the columns; what was put beside them goes.
  if ('filter' in rest) parts.push({ project: input.fields.map(inputOf) })
  return parts
}

const inputOf = (of: Field, index: number) => ({
  field: of,
  value: { kind: 'input', index, name: of.name, type: of.type, nullable: of.nullable } satisfies Bound,
})

const argumentColumn = (value: Bound, index: number) => ({ field: field(`argument ${index}`, value.type), value })

function expressionsOf(step: RowStep): readonly Bound[] {
  return 'filter' in step ? [step.filter] : step.project.map(({ value }) => value)
}

/** Calls of column functions whose arguments hold none. */
function innermost(step: RowStep): readonly Call[] {
  const found: Call[] = []
  const visit = (bound: Bound): boolean => {
    if (bound.kind === 'lambda') return false
    const within = operandsOf(bound).map(visit).some(Boolean)
    if (!isColumnCall(bound)) return within
    if (!within) found.push(bound)
    return true
  }
  expressionsOf(step).forEach(visit)
  return found
}

const isColumnCall = (bound: Bound): bound is Call => bound.kind === 'udf' && columnFunction(bound.id) !== undefined

/** Calls that may differ from time to time are the same as no other. */
const keys = new WeakMap<Call, string>()
let distinct = 0
function keyOf(call: Call): string {
  let key = keys.get(call)
  if (key === undefined) {
    key = call.deterministic ? boundKey(call) : `${distinct++}`
    keys.set(call, key)
  }
  return key
}

function withoutCalls(step: RowStep, places: ReadonlyMap<string, number>): RowStep {
  const replace = (bound: Bound): Bound => {
    const place = isColumnCall(bound) ? places.get(keyOf(bound)) : undefined
    if (place !== undefined) return resultOf(place, bound.type)
    return bound.kind === 'lambda' ? bound : mapOperands(bound, replace)
  }
  if ('filter' in step) return { filter: replace(step.filter) }
  return { project: step.project.map((one) => ({ ...one, value: replace(one.value) })) }
}

const resultOf = (index: number, type: DataType): Bound => ({
  kind: 'input',
  index,
  name: 'result',
  type,
  nullable: true,
})
