/**
 * Compares what a scenario gave with what Spark gave, strictly but for what README.md lists: which batches ran under
 * which ids, their rows, watermark, event times, state rows, errors by condition and phase. Not compared: numInputRows
 * (Spark counts behind filters it pushed into its reader), the average event time, how many rows were late (only
 * whether any was), texts of `_LEGACY_…` errors behind their first sentence.
 */
import type { DataType, Field } from '../../../lib/types/data-type.ts'
import { parseSchema } from '../../../lib/types/ddl/ddl.ts'
import { canonicalText, type Json, withSortedMaps } from './golden-value.ts'
import type { BatchProgress, GoldenError, Scenario, StepResult } from './scenario.ts'
import { canonicalOrder, type Outcome } from './scenario-run.ts'

/** One difference, for people. */
export interface Difference {
  readonly where: string
  readonly expected: unknown
  readonly actual: unknown
}

/** Every difference; none = the case passes. */
export function checkScenario(scenario: Scenario, outcome: Outcome): readonly Difference[] {
  const differences: Difference[] = []
  const compare = (where: string, expected: unknown, actual: unknown) => {
    if (canonicalText((expected ?? null) as Json) !== canonicalText((actual ?? null) as Json)) {
      differences.push({ where, expected, actual })
    }
  }
  if (scenario.wantError) {
    if (scenario.noError) compare('error', null, outcome.expectError)
    else checkError('error', scenario.expectError ?? undefined, outcome.expectError, compare)
    return differences
  }
  // A frame of what comes out of state says that every column can be null, whatever the plan knew.
  const stateful = scenario.expected?.some((step) => step.progress.some((one) => one.state.length > 0)) ?? false
  const nullable = (ddl: string | undefined) => (stateful ? ddl?.replaceAll(/ NOT NULL(?=,|$)/g, '') : ddl)
  compare('output schema', nullable(scenario.outputSchema), nullable(outcome.outputSchema))
  const fields = parseSchema(scenario.outputSchema ?? '').fields
  const expected = scenario.expected ?? []
  const actual = outcome.expected ?? []
  compare('number of steps', expected.length, actual.length)
  expected.forEach((step, at) => {
    const ours = actual[at]
    if (ours) checkStep(`step ${at}`, step, ours, fields, scenario, compare)
  })
  return differences
}

type Compare = (where: string, expected: unknown, actual: unknown) => void

function checkStep(
  where: string,
  expected: StepResult,
  actual: StepResult,
  fields: readonly Field[],
  scenario: Scenario,
  compare: Compare,
): void {
  if (expected.error || actual.error) checkError(`${where}: error`, expected.error, actual.error, compare)
  const ids = (step: StepResult) => step.batches.map((batch) => batch.batchId)
  compare(`${where}: batches`, ids(expected), ids(actual))
  expected.batches.forEach((batch, at) => {
    const rows = (list: readonly Json[]) => comparable(list, fields, scenario.ordered ?? false)
    compare(`${where}: rows of batch ${batch.batchId}`, rows(batch.rows), rows(actual.batches[at]?.rows ?? []))
  })
  compare(`${where}: files written`, expected.written, actual.written)
  compare(`${where}: watermark`, expected.watermark, actual.watermark)
  compare(`${where}: any row dropped as late`, expected.droppedByWatermark > 0, actual.droppedByWatermark > 0)
  if (!sortsWithoutLimit(scenario)) compare(`${where}: rows in state`, expected.stateRows, actual.stateRows)
  compare(`${where}: progress of batches`, progressIds(expected), progressIds(actual))
  expected.progress.forEach((progress, at) => {
    const ours = actual.progress[at]
    if (ours) checkProgress(`${where}, batch ${progress.batchId}`, progress, ours, scenario, compare)
  })
}

const progressIds = (step: StepResult) => step.progress.map((one) => one.batchId)

function checkProgress(
  where: string,
  expected: BatchProgress,
  actual: BatchProgress,
  scenario: Scenario,
  compare: Compare,
): void {
  compare(`${where}: watermark`, expected.watermark, actual.watermark)
  for (const name of ['min', 'max'])
    compare(`${where}: event time ${name}`, expected.eventTime[name], actual.eventTime[name])
  if (sortsWithoutLimit(scenario)) return
  const state = (progress: BatchProgress) => progress.state.map(({ op, total }) => ({ op, total }))
  compare(`${where}: state`, state(expected), state(actual))
}

/** Spark runs such a plan's aggregation twice, for the range sort, and counts double. */
function sortsWithoutLimit(scenario: Scenario): boolean {
  return scenario.plan.some(
    (step) =>
      'op' in step && (step.op === 'orderBy' || (step.op === 'sql' && /\bORDER BY\b/i.test(String(step['text'])))),
  )
}

function comparable(rows: readonly Json[], fields: readonly Field[], ordered: boolean): readonly Json[] {
  const type: DataType = { kind: 'struct', fields }
  const sorted = rows.map((row) => withSortedMaps(type, row))
  return ordered ? sorted : canonicalOrder(sorted)
}

/** STREAM_FAILED only says that a query ended: what went wrong is the innermost error that has a condition. */
function decisive(error: GoldenError): { readonly condition: string | null; readonly message: string } {
  if (error.condition !== 'STREAM_FAILED') return error
  const chain = (error.causes ?? []).filter((one) => one.condition !== 'FOREACH_BATCH_USER_FUNCTION_ERROR')
  return chain.findLast((one) => one.condition !== null) ?? chain.at(-1) ?? error
}

function checkError(
  where: string,
  expected: GoldenError | undefined,
  actual: GoldenError | undefined,
  compare: Compare,
): void {
  if (!expected || !actual) {
    compare(where, expected?.message ?? null, actual ? `${actual.condition}: ${actual.message}` : null)
    return
  }
  compare(`${where}: phase`, expected.phase, actual.phase)
  const [wanted, got] = [decisive(expected), decisive(actual)]
  const legacy = wanted.condition === null || wanted.condition.startsWith('_LEGACY_')
  if (!legacy) compare(`${where}: condition`, wanted.condition, got.condition)
  else if (wanted.condition === null)
    compare(`${where}: text`, firstSentence(wanted.message), firstSentence(got.message))
  else {
    compare(`${where}: condition`, wanted.condition, got.condition)
    compare(`${where}: text`, firstSentence(wanted.message), firstSentence(got.message))
  }
}

/** Up to the first full stop, line end, semicolon or SQLSTATE, without the condition in front and Spark's expression ids. */
export function firstSentence(message: string): string {
  return message
    .trimStart()
    .replace(/^(?:\[[\w.]+\] ?)+/, '')
    .replace(/#N\b/g, '')
    .split(/\.(?:\s|$)|\n|;| SQLSTATE: /, 1)
    .join('')
    .trim()
    .replace(/\.$/, '')
}
