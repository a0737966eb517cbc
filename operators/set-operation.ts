/**
 * Rows of the first frame that the second has too (intersect), or has not (except); by position, null equal to null.
 * Each once, or with `all` as often as it is there more (or in both). Of two streams they are
 * refused, as in Spark; a stream and a static frame run as a join and an aggregation.
 *
 * State: none; it holds the first input's rows and the second's keys until the barrier. Barriers are aligned.
 *
 * @example
 * oslo$.pipe(intersect(bergen$))
 *
 * @module
 */
import { detach } from '../lib/columnar/gather.ts'
import { RecordBatch } from '../lib/columnar/record-batch.ts'
import type { OutputMode } from '../lib/connector/connector.ts'
import { MillraceError } from '../lib/errors.ts'
import { unsupportedOperation } from '../lib/plan/analyze/check-query.ts'
import { defineJoin } from '../lib/plan/define-operator.ts'
import type { NodeOptions } from '../lib/plan/nodes.ts'
import type { Physical, StageContext } from '../lib/plan/operator.ts'
import { refuseMapColumn } from '../lib/plan/refuse-map-column.ts'
import { unionColumns, unionSteps } from '../lib/plan/union-columns.ts'
import { KeyTable } from '../lib/state/key-table.ts'
import type { Out, Processor } from '../lib/stream/processor.ts'
import type { DataType, Field } from '../lib/types/data-type.ts'
import { Schema } from '../lib/types/schema.ts'

type Options = NodeOptions['setOperation']
type Pair = readonly [Schema, Schema]

const positions = { byName: false, allowMissingColumns: false }
const nameOf = ({ kind, all }: Options) => `${kind.toUpperCase()}${all ? ' ALL' : ''}`

function columnsOf(options: Options, inputs: Pair): readonly Field[] {
  const columns = unionColumns(inputs, { ...positions, operation: nameOf(options) })
  return columns.map(({ field }, at) => {
    refuseMapColumn(field)
    const left = inputs[0].fields[at]?.nullable ?? true
    const nullable = options.kind === 'except' ? left : left && (inputs[1].fields[at]?.nullable ?? true)
    return { ...field, nullable }
  })
}

/** A stream without what a static frame has runs as an aggregation, which in append mode needs a watermark. */
function refuseAppend(outputMode: OutputMode, input: Schema): void {
  if (outputMode !== 'append' || input.fields.some((one) => one.metadata?.watermarkDelay !== undefined)) return
  throw new MillraceError(
    'UNSUPPORTED_STREAMING_OPERATOR_WITHOUT_WATERMARK',
    'Append output mode not supported for aggregations on streaming DataFrames/DataSets without watermark.',
    { sqlState: '0A000', parameters: { outputMode: 'Append', statefulOperator: 'aggregations' } },
  )
}

const definition: Physical<Options> = {
  name: 'setOperation',
  inputs: 2,
  state: 'none',
  schema: (options, inputs) => new Schema(columnsOf(options, inputs as Pair)),
  describe: (options) =>
    `${options.kind === 'except' ? 'Except' : 'Intersect'}${options.all ? ' All' : ''} ${options.all}`,
  adapt: (options, inputs, binder) => unionSteps(inputs as Pair, { ...positions, operation: nameOf(options) }, binder),
  refuse({ kind, all }, { streaming, outputMode, inputs }) {
    if (kind === 'intersect' && streaming[0] && streaming[1])
      throw unsupportedOperation('Intersect of streaming DataFrames/Datasets is not supported')
    if (kind === 'except' && streaming[1])
      throw unsupportedOperation('Except on a streaming DataFrame/Dataset on the right is not supported')
    if (streaming[0] && !streaming[1] && !all) return refuseAppend(outputMode, inputs[0] as Schema)
    if (streaming[0] || streaming[1]) {
      throw new MillraceError(
        'MILLRACE_NOT_SUPPORTED',
        `${kind} of a stream and a static frame is not available; use a left_semi or left_anti join`,
      )
    }
  },
  start: (options, context) => new SetOperation(options, context),
}

class SetOperation implements Processor {
  readonly #options: Options
  readonly #types: readonly DataType[]
  readonly #output: Schema
  #left: RecordBatch[] = []
  #keys: KeyTable
  /** How many rows of the second input have a key and have not been paired, by the key's number. */
  #counts: number[] = []

  constructor(options: Options, { inputs, output }: StageContext) {
    this.#options = options
    this.#types = (inputs[1] as Schema).fields.map((one) => one.type)
    this.#output = output
    this.#keys = new KeyTable(this.#types)
  }

  onBatch(batch: RecordBatch, _out: Out, port: 0 | 1): void {
    if (port === 0) {
      this.#left.push(detach(batch))
      return
    }
    const ids = new Int32Array(batch.selected)
    this.#keys.assign(batch.columns, batch.selection, batch.selected, ids)
    for (const id of ids) this.#counts[id] = (this.#counts[id] ?? 0) + 1
  }

  onBarrier(epoch: number, out: Out): void {
    for (const batch of this.#left) this.#emit(batch, out)
    this.#left = []
    this.#keys = new KeyTable(this.#types)
    this.#counts = []
    out.barrier(epoch)
  }

  #emit(batch: RecordBatch, out: Out): void {
    const ids = new Int32Array(batch.length)
    // What was not there is added: of `except` its second occurrence is then there.
    this.#keys.assign(batch.columns, undefined, batch.length, ids)
    const kept = ids.filter((id) => this.#keeps(id))
    if (kept.length === 0) return
    // The keys and not the rows: Spark, too, gives 0.0 for -0.0.
    out.batch(new RecordBatch(this.#output, this.#keys.vectors(kept, kept.length), kept.length))
  }

  #keeps(id: number): boolean {
    const { kind, all } = this.#options
    const left = this.#counts[id] ?? 0
    if (kind === 'intersect') {
      if (left > 0) this.#counts[id] = all ? left - 1 : 0
      return left > 0
    }
    if (left > 0) {
      if (all) this.#counts[id] = left - 1
      return false
    }
    if (!all) this.#counts[id] = 1
    return true
  }
}

/** Rows of both, each once. */
export const intersect = defineJoin(definition, (all: boolean = false) => ({ kind: 'intersect' as const, all }))

/** Rows of the first that the second has not, each once. */
export const except = defineJoin(definition, (all: boolean = false) => ({ kind: 'except' as const, all }))
