/**
 * Aggregates over the rows that pass, beside them: in a query one row of metrics per batch, in its progress under the
 * given name; on a static frame the observation's. Rows pass as they are.
 *
 * State: none; an epoch's metrics begin anew with it. Watermarks and barriers pass.
 *
 * @example
 * readings.pipe(observe('readings', count('*').as('rows'), max('celsius').as('hottest')))
 *
 * @module
 */
import { RecordBatch } from '../lib/columnar/record-batch.ts'
import { rowAt } from '../lib/columnar/values.ts'
import { MillraceError } from '../lib/errors.ts'
import type { Bound } from '../lib/expressions/bound.ts'
import { operandsOf } from '../lib/expressions/bound-operands.ts'
import { boundText } from '../lib/expressions/bound-text.ts'
import { compileRows } from '../lib/expressions/code/compile-rows.ts'
import { expressionText } from '../lib/expressions/expression-text.ts'
import type { RowStep } from '../lib/expressions/row-step.ts'
import { accumulate, startAccumulators } from '../lib/plan/aggregate/accumulate.ts'
import { expandAggregate, isAggregateCall } from '../lib/plan/aggregate/expand-aggregate.ts'
import { schemaAfter } from '../lib/plan/analyze/bound-plan.ts'
import type { Binder } from '../lib/plan/binder.ts'
import { type ColumnLike, columnOf } from '../lib/plan/column-like.ts'
import { defineOperator } from '../lib/plan/define-operator.ts'
import type { NodeOptions } from '../lib/plan/nodes.ts'
import { observationOf } from '../lib/plan/observation.ts'
import type { Physical, StageContext } from '../lib/plan/operator.ts'
import { collectInputs } from '../lib/plan/rewrite/bound-expressions.ts'
import type { Processor } from '../lib/stream/processor.ts'
import { Schema } from '../lib/types/schema.ts'
import { field } from '../lib/types/types.ts'
import { toRowObject } from '../lib/types/values/row-value.ts'

type Options = NodeOptions['collectMetrics']

const refused = (kind: string, message: string): MillraceError =>
  new MillraceError(`INVALID_OBSERVED_METRICS.${kind}`, `Invalid observed metrics. ${message}`, { sqlState: '42K0E' })

/** Spark: CheckAnalysis.checkCollectedMetrics. */
function checkMetric(bound: Bound): void {
  if (isAggregateCall(bound)) {
    const { distinct, filtered } = bound.aggregate
    const clause = distinct ? 'DISTINCT' : filtered ? 'FILTER' : undefined
    if (clause) {
      const what = distinct ? 'expressions with DISTINCT are' : 'expression with FILTER predicate are'
      throw refused(
        `AGGREGATE_EXPRESSION_WITH_${clause}_UNSUPPORTED`,
        `Aggregate ${what} not allowed in observed metrics, but found: "${boundText(bound)}".`,
      )
    }
    return
  }
  if (bound.kind === 'input') {
    throw refused(
      'NON_AGGREGATE_FUNC_ARG_IS_ATTRIBUTE',
      `Attribute "${boundText(bound)}" can only be used as an argument to an aggregate function.`,
    )
  }
  operandsOf(bound).forEach(checkMetric)
}

function expanded({ name, metrics }: Options, input: Schema, binder: Binder) {
  if (name === '') throw refused('MISSING_NAME', 'The observed metrics should be named: CollectMetrics.')
  for (const { value } of binder.bindColumns(metrics, input)) checkMetric(value)
  return expandAggregate({ grouping: [], sets: undefined, outputs: metrics }, input, binder, false)
}

const definition: Physical<Options> = {
  name: 'collectMetrics',
  inputs: 1,
  state: 'none',
  schema(options, [input], binder) {
    expanded(options, input as Schema, binder)
    return input as Schema
  },
  describe: ({ name, metrics }) => `CollectMetrics ${name}, [${metrics.map(expressionText).join(', ')}]`,
  expressions: ({ metrics }) => metrics,
  withExpressions: (options, metrics) => ({ ...options, metrics }),
  needs({ metrics }, wanted, [input], binder) {
    const needed = new Set(wanted)
    for (const { value } of binder.bindColumns(metrics, input as Schema)) collectInputs(value, needed)
    return [needed]
  },
  origin: (_, column) => [{ port: 0, column }],
  refuse({ observation }, { streaming }) {
    if (observation === undefined || !streaming[0]) return
    throw new MillraceError(
      'MILLRACE_OBSERVATION_STREAMING',
      'Observation does not support streaming Datasets. This is because there will be multiple observed metrics as ' +
        'microbatches are constructed. Please use observe(name, …) and read the metrics from the progress.',
    )
  },
  start: (options, context) => metricsProcessor(options, context),
}

function metricsProcessor(options: Options, context: StageContext): Processor {
  const [input] = context.inputs as readonly [Schema]
  const { before, options: core, after } = expanded(options, input, context.binder)
  const prepared = schemaAfter(before, input)
  const results = new Schema(core.aggregates.map(({ name, call, nullable }) => field(name, call.type, nullable)))
  const metrics = schemaAfter(after, results)
  const prepare = compileRows(before as readonly RowStep[], input, prepared, context)
  const finish = compileRows(after as readonly RowStep[], results, metrics, context)
  const group = new Int32Array(1)
  let ids = new Int32Array(0)
  let accumulators = startAccumulators(core.aggregates, context.evaluation)
  const begin = (): void => {
    accumulators = startAccumulators(core.aggregates, context.evaluation)
    for (const { cells } of accumulators) for (const one of cells) one.grow(1)
  }
  begin()
  return {
    onEpoch: begin,
    onBatch(batch, out) {
      const rows = prepare(batch)
      if (rows !== undefined) {
        if (ids.length < rows.selected) ids = new Int32Array(rows.selected)
        accumulate(core.aggregates, accumulators, ids, rows.columns, rows.selection, rows.selected)
        if (rows !== batch) rows.release()
      }
      out.batch(batch)
    },
    onBarrier(epoch, out) {
      const columns = accumulators.map((one) => one.finish(group, 1))
      const row = finish(new RecordBatch(results, columns, 1)) as RecordBatch
      const values = toRowObject(metrics.fields, rowAt(row, row.selection?.[0] ?? 0))
      context.observed?.(options.name, values)
      if (options.observation !== undefined) observationOf(options.observation).complete(values)
      out.barrier(epoch)
    },
  }
}

/** A name for the metrics, and aggregates as they shall be called. */
export const observe = defineOperator(
  definition,
  (name: string, ...metrics: readonly ColumnLike[]): Options => ({
    name,
    observation: undefined,
    metrics: metrics.map(columnOf),
  }),
)
