/**
 * Orders all rows of a frame. On a stream it is refused, as in Spark, but in complete mode above an aggregation, where
 * every epoch's table is ordered anew.
 *
 * State: none; it holds an epoch's rows until the barrier. Watermarks and barriers pass, rows right before the barrier.
 *
 * @example
 * readings.pipe(orderBy('device', col('celsius').desc()))
 *
 * @module
 */
import { concatenate, gather } from '../lib/columnar/gather.ts'
import { RecordBatch } from '../lib/columnar/record-batch.ts'
import type { Vector } from '../lib/columnar/vector.ts'
import { MillraceError } from '../lib/errors.ts'
import { isOrderable } from '../lib/expressions/binder/operands.ts'
import type { Bound } from '../lib/expressions/bound.ts'
import { boundText } from '../lib/expressions/bound-text.ts'
import { compileRows } from '../lib/expressions/code/compile-rows.ts'
import type { Expression } from '../lib/expressions/expression.ts'
import { expressionText } from '../lib/expressions/expression-text.ts'
import { aggregatesIn } from '../lib/plan/aggregate/expand-aggregate.ts'
import { unsupportedOperation } from '../lib/plan/analyze/check-query.ts'
import { windowIn } from '../lib/plan/analyze/refuse-windows.ts'
import type { Binder } from '../lib/plan/binder.ts'
import { type ColumnLike, columnOf } from '../lib/plan/column-like.ts'
import { defineOperator } from '../lib/plan/define-operator.ts'
import { inputColumn, type ProjectedColumn } from '../lib/plan/input-column.ts'
import type { NodeOptions } from '../lib/plan/nodes.ts'
import type { Physical, StageContext } from '../lib/plan/operator.ts'
import { collectInputs } from '../lib/plan/rewrite/bound-expressions.ts'
import { orderedColumn, sortedRows } from '../lib/plan/sorted-rows.ts'
import type { Out, Processor } from '../lib/stream/processor.ts'
import { typeSql } from '../lib/types/ddl/type-sql.ts'
import { Schema } from '../lib/types/schema.ts'

type Options = NodeOptions['sort']

interface SortKey {
  readonly value: Bound
  readonly ascending: boolean
  readonly nullsFirst: boolean
}

/** Spark: CheckAnalysis, aggregates in an operator that has none. */
const unsupportedInSort = (found: readonly string[]): MillraceError =>
  new MillraceError(
    'UNSUPPORTED_EXPR_FOR_OPERATOR',
    `The query operator Sort contains one or more unsupported expressions.\nConsider to rewrite it to avoid window functions, aggregate functions, and generator functions in the Sort operator.\nInvalid expressions: [${found.map((one) => `"${one}"`).join(', ')}]`,
    { sqlState: '42K0E', parameters: { operator: 'Sort' } },
  )

/** The orders over the input. @throws DATATYPE_MISMATCH.INVALID_ORDERING_TYPE (golden `err-sort-map`) */
function sortKeys({ orders }: Options, input: Schema, binder: Binder): readonly SortKey[] {
  return orders.map((order) => {
    const { ascending, nullsFirst } = order.kind === 'sort' ? order : { ascending: true, nullsFirst: true }
    const over = windowIn(order)
    if (over) throw unsupportedInSort([expressionText(over)])
    const value = binder.bind(order, input)
    if (aggregatesIn(value).length > 0) throw unsupportedInSort(aggregatesIn(value).map(boundText))
    if (isOrderable(value.type)) return { value, ascending, nullsFirst }
    const text = `${boundText(value)} ${ascending ? 'ASC' : 'DESC'} NULLS ${nullsFirst ? 'FIRST' : 'LAST'}`
    const type = `"${typeSql(value.type)}"`
    throw new MillraceError(
      'DATATYPE_MISMATCH.INVALID_ORDERING_TYPE',
      `Cannot resolve "${text}" due to data type mismatch: The \`sortorder\` does not support ordering on type ${type}.`,
      { sqlState: '42K09', parameters: { sqlExpr: `"${text}"`, functionName: '`sortorder`', dataType: type } },
    )
  })
}

const definition: Physical<Options> = {
  name: 'sort',
  inputs: 1,
  state: 'none',
  schema(options, [input], binder) {
    sortKeys(options, input as Schema, binder)
    return input as Schema
  },
  describe: ({ orders, global }) => `Sort [${orders.map(expressionText).join(', ')}], ${global}`,
  expressions: ({ orders }) => orders,
  withExpressions: (options, orders) => ({ ...options, orders }),
  needs(options, wanted, [input], binder) {
    const needed = new Set(wanted)
    for (const { value } of sortKeys(options, input as Schema, binder)) collectInputs(value, needed)
    return [needed]
  },
  origin: (_, column) => [{ port: 0, column }],
  refuse({ ofBatch }, { streaming, outputMode, aggregatesBelow }) {
    if (ofBatch) return
    // Golden `err-sort-*`, `complete-sort-desc`.
    if (streaming[0] && !(outputMode === 'complete' && aggregatesBelow)) {
      throw unsupportedOperation(
        'Sorting is not supported on streaming DataFrames/Datasets, unless it is on aggregated DataFrame/Dataset in Complete output mode',
      )
    }
  },
  start: (options, context) => sortProcessor(options, context),
}

function sortProcessor(options: Options, context: StageContext): Processor {
  const [input] = context.inputs as readonly [Schema]
  const keys = sortKeys(options, input, context.binder)
  const columns: readonly ProjectedColumn[] = [
    ...input.fields.map((_, at) => inputColumn(input, at)),
    ...keys.map(({ value }, at) => ({
      field: { name: `key ${at}`, type: value.type, nullable: value.nullable },
      value,
    })),
  ]
  const keyed = new Schema(columns.map((column) => column.field))
  const rows = compileRows([{ project: columns }], input, keyed, context)
  let batches: RecordBatch[] = []
  const flush = (out: Out): void => {
    const all = concatenate(keyed, batches)
    batches = []
    const orders = keys.map(({ ascending, nullsFirst }, at) =>
      orderedColumn(all.columns[input.length + at] as Vector, all.length, ascending, nullsFirst),
    )
    const order = sortedRows(orders, all.length)
    const sorted = input.fields.map((_, at) => gather(all.columns[at] as Vector, order, all.length))
    if (all.length > 0) out.batch(new RecordBatch(context.output, sorted, all.length))
  }
  return {
    onBatch(batch) {
      const made = rows(batch)
      if (made === undefined) return
      batches.push(concatenate(keyed, [made]))
      made.release()
    },
    // Above an aggregation in complete mode the rows come behind the watermark; those of groups are wanted before it.
    ...(options.ofBatch
      ? {
          onWatermark(time, out) {
            flush(out)
            out.watermark(time)
          },
        }
      : {}),
    onBarrier(epoch, out) {
      flush(out)
      out.barrier(epoch)
    },
  }
}

const sortOf =
  (global: boolean) =>
  (...orders: readonly ColumnLike[]) => ({ orders: orders.map(ascendingOrder), global })

/** A column is ascending unless it says otherwise. */
function ascendingOrder(column: ColumnLike): Expression {
  const expression = columnOf(column)
  return expression.kind === 'sort'
    ? expression
    : { kind: 'sort', input: expression, ascending: true, nullsFirst: true }
}

/** Columns, or names of columns: ascending, or `col('a').desc()`. */
export const orderBy = defineOperator(definition, sortOf(true))

/** The same within a partition, of which there is one. */
export const sortWithinPartitions = defineOperator(definition, sortOf(false))
