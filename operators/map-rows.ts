/**
 * Rows through functions of the program: one for one (map), any number (flatMap), a chunk at once (mapPartitions), or
 * kept when the function says so (filterRows). Rows are objects here; expressions work on columns and are faster.
 *
 * State: none. Watermarks and barriers pass, in order with the rows also when the function is async: then at most
 * `concurrency` calls run at a time. The event-time tag is lost, but by filterRows and where columns are added (groupByKey).
 *
 * @example
 * readings.pipe(mapRows((row) => ({ kelvin: row.celsius + 273.15 }), 'kelvin DOUBLE'))
 *
 * @module
 */
import { batchOf } from '../lib/columnar/builder.ts'
import { detach } from '../lib/columnar/gather.ts'
import { RecordBatch } from '../lib/columnar/record-batch.ts'
import { rowReaderOf } from '../lib/columnar/row-reader.ts'
import { MillraceError } from '../lib/errors.ts'
import { defineOperator } from '../lib/plan/define-operator.ts'
import type { NodeOptions } from '../lib/plan/nodes.ts'
import type { Physical } from '../lib/plan/operator.ts'
import { mapRowsOptions, type RowFunctionOptions, rowFunction, rowFunctionFailed } from '../lib/plan/row-functions.ts'
import { asyncStage } from '../lib/stream/async-stage.ts'
import type { SqlValue } from '../lib/types/data-type.ts'
import { Schema } from '../lib/types/schema.ts'
import type { StructSchema } from '../lib/types/typed/struct.ts'
import { KnownColumns } from '../lib/types/values/known-columns.ts'
import { fromRowValue, type RowObject } from '../lib/types/values/row-value.ts'

type Options = NodeOptions['mapRows']

const definition: Physical<Options> = {
  name: 'mapRows',
  inputs: 1,
  state: 'none',
  schema: (options, [input]) => outputOf(options, input as Schema),
  describe: ({ kind, function: id }) => `${lineNames[kind]} ${rowFunction(id).name}`,
  before(options) {
    const { concurrency } = options
    return concurrency === undefined
      ? undefined
      : asyncStage({ concurrency: 1 }, (batch) => asyncResult(options, batch, concurrency))
  },
  start(options, { output }) {
    if (options.concurrency !== undefined) return { onBatch: (batch, out) => out.batch(batch) }
    return {
      onBatch(batch, out) {
        const result = syncResult(options, batch, output)
        if (result !== undefined) out.batch(result)
      },
    }
  },
}

const lineNames = {
  map: 'MapElements',
  flatMap: 'MapPartitions',
  mapPartitions: 'MapPartitions',
  filter: 'TypedFilter',
  append: 'AppendColumns',
} as const

function outputOf({ kind, fields }: Options, input: Schema): Schema {
  if (!fields) return input
  return new Schema(kind === 'append' ? [...input.fields, ...fields] : fields)
}

function* rowsOf(batch: RecordBatch): Generator<RowObject> {
  const read = rowReaderOf(batch.schema)
  for (let at = 0; at < batch.selected; at++) {
    yield read(batch.columns, batch.selection ? (batch.selection[at] as number) : at)
  }
}

function syncResult(options: Options, batch: RecordBatch, output: Schema): RecordBatch | undefined {
  const { kind, function: id } = options
  if (kind === 'mapPartitions') return batchFrom(output, called(id, rowsOf(batch)), id)
  const results: unknown[] = []
  for (const row of rowsOf(batch)) {
    const result = called(id, row)
    if (result instanceof Promise) throw unexpectedPromise(id, result)
    if (kind === 'flatMap') results.push(...listOf(result, id))
    else results.push(result)
  }
  return resultOf(options, batch, results, output)
}

/** What one result for each row, or one list of rows, makes of a batch. */
function resultOf(
  { kind, function: id, fields }: Options,
  batch: RecordBatch,
  results: readonly unknown[],
  output: Schema,
): RecordBatch | undefined {
  if (kind === 'filter') return kept(batch, results)
  if (kind !== 'append') return batchFrom(output, results, id)
  const added = batchFrom(new Schema(fields ?? []), results, id)
  if (!added) return undefined
  const rows = batch.selection ? detach(batch) : batch
  const parent = rows === batch ? { parent: batch } : {}
  return new RecordBatch(output, [...rows.columns, ...added.columns], added.length, parent)
}

/** Calls run side by side, results stay in order. */
async function asyncResult(
  options: Options,
  batch: RecordBatch,
  concurrency: number,
): Promise<RecordBatch | undefined> {
  const { kind, function: id } = options
  const output = outputOf(options, batch.schema)
  if (kind === 'mapPartitions') return batchFrom(output, await called(id, rowsOf(batch)), id)
  const rows = [...rowsOf(batch)]
  const results: unknown[] = new Array(rows.length)
  let next = 0
  const work = async (): Promise<void> => {
    for (let at = next++; at < rows.length; at = next++) {
      const row = rows[at] as RowObject
      try {
        results[at] = await called(id, row)
      } catch (error) {
        // The others stop after what they are at.
        next = rows.length
        throw rowFunctionFailed(id, row, error)
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(concurrency, rows.length) }, work))
  const flat = kind === 'flatMap' ? results.flatMap((one) => listOf(one, id)) : results
  return resultOf(options, batch, flat, output)
}

function called(id: string, row: RowObject | Iterable<RowObject>): unknown {
  try {
    return rowFunction(id).body(row)
  } catch (error) {
    throw rowFunctionFailed(id, row, error)
  }
}

function listOf(result: unknown, id: string): readonly unknown[] {
  if (typeof result === 'object' && result !== null && Symbol.iterator in result)
    return [...(result as Iterable<unknown>)]
  throw wrongResult(id, 'a list of rows', result)
}

/** The rows for which the function said true. */
function kept(batch: RecordBatch, results: readonly unknown[]): RecordBatch | undefined {
  const rows = new Int32Array(batch.selected)
  let count = 0
  for (const [at, result] of results.entries()) {
    if (result === true) rows[count++] = batch.selection ? (batch.selection[at] as number) : at
  }
  return count === 0 ? undefined : batch.select(rows, count)
}

/** Rows given by a function: objects by column name, or arrays by position. */
function batchFrom(output: Schema, results: unknown, id: string): RecordBatch | undefined {
  const { fields } = output
  const known = new KnownColumns(fields, rowFunction(id).name)
  const rows = listOf(results, id).map((row): SqlValue[] => {
    if (typeof row !== 'object' || row === null) throw wrongResult(id, 'a row', row)
    if (!Array.isArray(row)) known.check(row)
    return fields.map((one, at) => {
      const value: unknown = Array.isArray(row) ? row[at] : (row as RowObject)[one.name]
      return fromRowValue(one.type, value, `column ${one.name} of a row given by ${rowFunction(id).name}`)
    })
  })
  return rows.length === 0 ? undefined : batchOf(output, rows)
}

function wrongResult(id: string, wanted: string, result: unknown): MillraceError {
  return new MillraceError(
    'MILLRACE_VALUE_TYPE',
    `A function of rows must give ${wanted}; ${rowFunction(id).name} gave ${result === null ? 'null' : typeof result}`,
  )
}

function unexpectedPromise(id: string, result: Promise<unknown>): MillraceError {
  // Its failure has been reported by the refusal.
  result.catch(() => {})
  return new MillraceError(
    'MILLRACE_ASYNC_FUNCTION',
    `A function that gives promises must be written async, or be given a concurrency: ${rowFunction(id).name}`,
    { parameters: { functionName: rowFunction(id).name } },
  )
}

type Row = RowObject

/** A row for each row. */
export const mapRows = defineOperator(
  definition,
  (body: (row: Row) => unknown, schema: string | StructSchema, options?: RowFunctionOptions) =>
    mapRowsOptions('map', body, schema, options),
)

/** Any number of rows for each row. */
export const flatMapRows = defineOperator(
  definition,
  (body: (row: Row) => unknown, schema: string | StructSchema, options?: RowFunctionOptions) =>
    mapRowsOptions('flatMap', body, schema, options),
)

/** Rows for a chunk of rows. */
export const mapPartitions = defineOperator(
  definition,
  (body: (rows: Iterable<Row>) => unknown, schema: string | StructSchema, options?: RowFunctionOptions) =>
    mapRowsOptions('mapPartitions', body as (row: never) => unknown, schema, options),
)

/** The rows for which the function is true. */
export const filterRows = defineOperator(definition, (body: (row: Row) => unknown, options?: RowFunctionOptions) =>
  mapRowsOptions('filter', body, undefined, options),
)
