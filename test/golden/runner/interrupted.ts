/** Scenarios that are broken off: what a restart must give back. */
import type { Json } from './golden-value.ts'
import type { Addition, Plan, Scenario } from './scenario.ts'
import type { Interruption, Outcome } from './scenario-run.ts'

/** Output by batch id, as a sink keeps it that overwrites what it has of a batch. */
export type BatchOutput = ReadonlyMap<number, readonly Json[]>

/**
 * What a sink has that is idempotent by batch id.
 *
 * @throws when a batch that ran again gave other rows
 */
export function batchOutput(outcome: Outcome): BatchOutput {
  const output = new Map<number, readonly Json[]>()
  for (const step of outcome.expected ?? []) {
    for (const { batchId, rows } of step.batches) {
      const before = output.get(batchId)
      if (before && JSON.stringify(before) !== JSON.stringify(rows)) {
        throw new Error(
          `batch ${batchId} gave ${JSON.stringify(before)}, and when it ran again ${JSON.stringify(rows)}`,
        )
      }
      output.set(batchId, rows)
    }
  }
  return output
}

/** The points at which a query is killed in an epoch, in the order of the protocol. */
export const killPoints = [
  'before:offsets',
  'after:offsets',
  'after:run',
  'after:persist-state',
  'after:sink-commit',
  'after:commits',
] as const satisfies readonly Interruption['at'][]

/**
 * The graceful stop that leaves what a kill leaves: before the epoch was planned when its offsets were not durable, or
 * when it has data and is planned anew to the same end; else after it. A batch without data is owed only to a run that
 * executed the one before it (protocol.md), so once its offsets are durable it is part of what was left.
 */
export function sameStop(at: Interruption['at'], epoch: number, hasData: boolean): Interruption {
  const done = at === 'after:commits' || (at !== 'before:offsets' && !hasData)
  return { at: 'before:latest-offset', epoch: done ? epoch + 1 : epoch, how: 'stop' }
}

/** Scenarios whose every batch a killed run must give again: those that end without an error, into a collector. */
export function canBeKilled(scenario: Scenario): boolean {
  if (scenario.wantError || (scenario.sink ?? 'foreachBatch') !== 'foreachBatch') return false
  return !scenario.expected?.some((step) => step.error) && !scenario.steps.some((step) => step.lose)
}

/** Operators of a plan with a name. */
export function countOperators(plan: Plan, ...names: readonly string[]): number {
  return plan.filter((step) => 'op' in step && names.includes(step.op)).length
}

/** Far behind everything that scenarios hold. */
const closingTime = '2200-01-01T00:00:00.000Z'

/**
 * The scenario with rows at its end that close every window: its source's, far later, since a filter below the watermark
 * may take some. undefined when the source's rows are not JSON objects with the event time in them.
 */
export function closed(scenario: Scenario): Scenario | undefined {
  const [first, ...rest] = scenario.plan
  const watermark = rest.find((step) => 'op' in step && step.op === 'withWatermark')
  if (!first || !('from' in first) || !watermark || !('op' in watermark)) return undefined
  const column = String(watermark['column'])
  const source = String(first.from)
  const rows = scenario.steps
    .flatMap((step) => rowsOf(step.add?.[source]))
    .filter((one) => typeof (one as { [name: string]: Json } | null)?.[column] === 'string')
  if (rows.length === 0) return undefined
  const closing = rows.map((row) => ({ ...(row as { [name: string]: Json }), [column]: closingTime }))
  return { ...scenario, steps: [...scenario.steps, { add: { [source]: closing } }] }
}

function rowsOf(addition: Addition | undefined): readonly Json[] {
  if (addition === undefined) return []
  if ('files' in addition) return addition.files.flatMap(rowsOf)
  return Array.isArray(addition) ? (addition as readonly Json[]) : []
}
