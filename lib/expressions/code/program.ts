/** A list of row steps, analysed: which columns are handed on as they are, which are constant, which are computed. */
import type { DataType, SqlValue } from '../../types/data-type.ts'
import type { Schema } from '../../types/schema.ts'
import type { Bound } from '../bound.ts'
import { isDeterministic, operandsOf } from '../bound-operands.ts'
import type { RowStep } from '../row-step.ts'
import { StructFields } from './struct-fields.ts'

/** What stands in a column between two steps. */
export type Slot = { readonly kind: 'input'; readonly index: number; readonly type: DataType } | ComputedSlot

/** An expression over an earlier step's columns; evaluated at its first use, so never for rows that were dropped before. */
export interface ComputedSlot {
  readonly kind: 'computed'
  readonly value: Bound
  readonly columns: readonly Slot[]
  /** rand and uuid must run for every row that reaches their step, in order. */
  readonly eager: boolean
}

export type ProgramStep =
  | { readonly filter: Bound; readonly columns: readonly Slot[] }
  /** Columns that must be evaluated here. */
  | { readonly evaluate: readonly ComputedSlot[] }

export type ProgramOutput =
  | { readonly kind: 'shared'; readonly index: number; readonly type: DataType }
  | { readonly kind: 'constant'; readonly value: SqlValue; readonly type: DataType }
  | { readonly kind: 'computed'; readonly slot: ComputedSlot; readonly type: DataType }

export interface Program {
  readonly steps: readonly ProgramStep[]
  readonly outputs: readonly ProgramOutput[]
  readonly filters: boolean
  /** Input columns (and fields of theirs) that expressions read. */
  readonly reads: readonly number[]
  readonly fields: StructFields
}

/** Analyses row steps over `input`. */
export function programOf(rowSteps: readonly RowStep[], input: Schema): Program {
  let columns: readonly Slot[] = input.fields.map(({ type }, index) => ({ kind: 'input', index, type }))
  const fields = new StructFields(input.length)
  const steps: ProgramStep[] = []
  for (const step of rowSteps) {
    if ('filter' in step) steps.push({ filter: step.filter, columns })
    else {
      const from = columns
      columns = step.project.map(({ value }) => slotOf(value, from, fields))
      const eager = columns.filter((slot): slot is ComputedSlot => slot.kind === 'computed' && slot.eager)
      if (eager.length > 0) steps.push({ evaluate: eager })
    }
  }
  const outputs = columns.map(outputOf)
  const reads = new Set<number>()
  for (const step of steps) {
    if ('filter' in step) collectReads(step.filter, step.columns, fields, reads)
    else for (const slot of step.evaluate) collectReads(slot.value, slot.columns, fields, reads)
  }
  for (const output of outputs) {
    if (output.kind === 'computed') collectReads(output.slot.value, output.slot.columns, fields, reads)
  }
  const filters = steps.some((step) => 'filter' in step)
  return { steps, outputs, filters, reads: [...reads].sort((a, b) => a - b), fields }
}

/** The slot of an expression over other slots: plain references lead to what they refer to. */
function slotOf(value: Bound, columns: readonly Slot[], fields: StructFields): Slot {
  return fields.slot(value, columns) ?? { kind: 'computed', value, columns, eager: !isDeterministic(value) }
}

function outputOf(slot: Slot): ProgramOutput {
  if (slot.kind === 'input') return { kind: 'shared', index: slot.index, type: slot.type }
  const { value } = slot
  if (value.kind === 'literal') return { kind: 'constant', value: value.value, type: value.type }
  return { kind: 'computed', slot, type: value.type }
}

/** Adds the input columns that an expression reads, through the steps before it. */
export function collectReads(
  bound: Bound,
  columns: readonly Slot[],
  fields: StructFields,
  into: Set<number>,
  seen: Set<Slot> = new Set(),
): void {
  const slot = fields.slot(bound, columns)
  if (slot?.kind === 'input') into.add(slot.index)
  else if (slot === undefined)
    for (const operand of operandsOf(bound)) collectReads(operand, columns, fields, into, seen)
  else if (!seen.has(slot)) {
    seen.add(slot)
    collectReads(slot.value, slot.columns, fields, into, seen)
  }
}
