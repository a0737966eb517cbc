/**
 * Groups rows by expressions and gives a row for each group: GROUP BY with its whole select list, ROLLUP, CUBE and grouping
 * sets. With a window or another event time among the keys, groups end when the watermark has passed them.
 *
 * State: a row per group (or session), its keys and what each aggregate remembers. Watermarks end groups and pass; the
 * operator itself is analyzed into the one that runs, between two projections (lib/plan/aggregate).
 *
 * @example
 * readings.pipe(withWatermark('time', '10 seconds'), aggregate([window('time', '1 minute'), 'device'], avg('celsius')))
 *
 * @module
 */
import { MillraceError } from '../lib/errors.ts'
import type { Expression } from '../lib/expressions/expression.ts'
import { expressionText } from '../lib/expressions/expression-text.ts'
import type { GroupedAggregateOptions, SessionAggregateOptions } from '../lib/plan/aggregate/bound-aggregate.ts'
import { expandAggregate } from '../lib/plan/aggregate/expand-aggregate.ts'
import { expandedSchema } from '../lib/plan/analyze/bound-plan.ts'
import { unsupportedOperation } from '../lib/plan/analyze/check-query.ts'
import { refuseLateRows } from '../lib/plan/analyze/refuse-late-rows.ts'
import { type ColumnLike, columnOf } from '../lib/plan/column-like.ts'
import { defineOperator } from '../lib/plan/define-operator.ts'
import type { NodeOptions } from '../lib/plan/nodes.ts'
import type { Composite, Physical, RefusalContext } from '../lib/plan/operator.ts'
import type { Field } from '../lib/types/data-type.ts'
import type { Schema } from '../lib/types/schema.ts'

type Options = NodeOptions['aggregate']

/** What runs aggregations. */
export interface AggregateCores {
  readonly grouped: Physical<GroupedAggregateOptions>
  readonly session: Physical<SessionAggregateOptions>
}

const texts = (expressions: readonly Expression[]) => expressions.map(expressionText).join(', ')

function expanded(options: Options, inputs: readonly Schema[], { binder }: Pick<RefusalContext, 'binder'>) {
  return expandAggregate(options, inputs[0] as Schema, binder, false)
}

/** UnsupportedOperationChecker, what it says of aggregations. */
function refuse(options: Options, context: RefusalContext): void {
  const { outputMode, streaming, inputs } = context
  if (!streaming[0]) return
  const { before, options: core } = expanded(options, inputs, context)
  const last = before.at(-1)
  const prepared = last && 'project' in last ? last.project.map((one) => one.field) : []
  const keys: readonly Field[] = prepared.slice(0, core.keys)
  if (outputMode === 'append' && keys.every((one) => one.metadata?.watermarkDelay === undefined))
    throw modeRefused('append', 'streaming aggregations without watermark')
  if (outputMode === 'update' && 'session' in core) throw modeRefused('update', 'session window streaming aggregations')
  refuseLateRows(context)
  if (core.aggregates.some(({ call }) => call.distinct)) {
    throw unsupportedOperation(
      'Distinct aggregations are not supported on streaming DataFrames/Datasets. Consider using approx_count_distinct() instead.',
    )
  }
}

const modeRefused = (outputMode: string, operation: string): MillraceError =>
  new MillraceError(
    'STREAMING_OUTPUT_MODE.UNSUPPORTED_OPERATION',
    `Invalid streaming output mode: ${outputMode}. This output mode is not supported for ${operation} on streaming DataFrames/DataSets.`,
    { sqlState: '42KDE', parameters: { outputMode, operation } },
  )

/** The operator over what runs it. */
export function aggregateOver(cores: AggregateCores) {
  const definition: Composite<Options> = {
    name: 'aggregate',
    inputs: 1,
    aggregates: true,
    schema: (options, inputs, binder, streaming) => expandedSchema(definition, options, inputs, binder, streaming),
    describe: ({ grouping, outputs }) => `Aggregate [${texts(grouping)}], [${texts(outputs)}]`,
    expressions: ({ grouping, outputs }) => [...grouping, ...outputs],
    withExpressions: (options, expressions) => ({
      ...options,
      grouping: expressions.slice(0, options.grouping.length),
      outputs: expressions.slice(options.grouping.length),
    }),
    refuse,
    expand(options, inputs, binder, streaming) {
      const stream = streaming?.[0] === true
      const { before, options: core, after } = expandAggregate(options, inputs[0] as Schema, binder, stream)
      const running = 'session' in core ? cores.session : cores.grouped
      return { before: [before], core: { definition: running as Physical<unknown>, options: core }, after }
    },
  }
  return defineOperator(definition, (keys: readonly ColumnLike[], ...aggregates: readonly ColumnLike[]): Options => {
    const grouping = keys.map(columnOf)
    return { grouping, sets: undefined, outputs: [...grouping, ...aggregates.map(columnOf)] }
  })
}
