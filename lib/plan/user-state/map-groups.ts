/**
 * Groups of rows through a function of the program, nothing kept beyond the epoch: the core of mapGroups, flatMapGroups,
 * reduceGroups and, of two inputs, cogroup. Rows of an epoch are held; the function is called for each group when they
 * are complete, and its rows go on before the watermark or barrier that said so. Spark: MapGroupsExec, CoGroupExec.
 */
import type { RecordBatch } from '../../columnar/record-batch.ts'
import type { Out, Port, Processor } from '../../stream/processor.ts'
import type { Micros } from '../../types/data-type.ts'
import { Schema } from '../../types/schema.ts'
import type { Physical, StageContext } from '../operator.ts'
import { rowFunction, rowFunctionFailed } from '../row-functions.ts'
import { EpochGroups } from './epoch-groups.ts'
import { GroupFunction, type GroupFunctionOptions } from './group-function.ts'
import { type KeyReader, keyReader } from './group-keys.ts'
import { callInOrder } from './ordered-calls.ts'
import { ResultRows } from './result-rows.ts'
import type { ValueShape } from './value-shape.ts'

export interface MapGroupsOptions extends GroupFunctionOptions {
  /** Columns of the key: the last so many of each input. */
  readonly width: number
  readonly flatKey: boolean
  readonly output: ValueShape
}

function core(inputs: 1 | 2): Physical<MapGroupsOptions> {
  return {
    name: inputs === 1 ? 'mapGroups' : 'coGroup',
    inputs,
    state: 'none',
    schema: ({ output }) => new Schema(output.fields),
    describe: ({ function: id }) => `${inputs === 1 ? 'MapGroups' : 'CoGroup'} ${rowFunction(id).name}`,
    keys: ({ width }, schemas) =>
      schemas.map(({ length }) => new Set(Array.from({ length: width }, (_, at) => length - width + at))),
    start: (options, context) => new MapGroups(options, context),
  }
}

export const mapGroupsCore = core(1)
export const coGroupCore = core(2)

class MapGroups implements Processor {
  readonly #options: MapGroupsOptions
  readonly #inputs: number
  readonly #groups: EpochGroups
  readonly #function: GroupFunction
  readonly #rows: ResultRows
  readonly #readKey: KeyReader
  #closed = false

  constructor(options: MapGroupsOptions, { inputs, output }: StageContext) {
    const [input] = inputs as readonly [Schema]
    this.#options = options
    this.#inputs = inputs.length
    this.#groups = new EpochGroups(inputs, options.width)
    this.#function = new GroupFunction(options, (reason, cause) =>
      rowFunctionFailed(options.function, undefined, cause ?? new Error(reason)),
    )
    this.#rows = new ResultRows(output, options.output.flat, this.#function.name)
    this.#readKey = keyReader(input.fields.slice(input.length - options.width), options.flatKey)
  }

  onBatch(batch: RecordBatch, _: Out, port: Port): void {
    this.#groups.add(batch, port)
  }

  onWatermark(time: Micros, out: Out): void | Promise<void> {
    const called = this.#run(out)
    if (called) return called.then(() => out.watermark(time))
    out.watermark(time)
  }

  onBarrier(epoch: number, out: Out): void | Promise<void> {
    const called = this.#run(out)
    if (called) return called.then(() => out.barrier(epoch))
    out.barrier(epoch)
  }

  close(): void {
    this.#closed = true
  }

  #run(out: Out): void | Promise<void> {
    const groups = this.#groups
    if (groups.size === 0) return
    groups.arrange()
    const keys = groups.keys()
    const called = callInOrder({
      count: groups.size,
      concurrency: this.#options.concurrency,
      stopped: () => this.#closed,
      call: (group) => {
        const key = this.#readKey(keys, group)
        if (this.#inputs === 1) return this.#function.call(key, groups.rows(group))
        return this.#function.call(key, groups.rows(group, 0), groups.rows(group, 1))
      },
      take: (_, result) => {
        if (!this.#closed) this.#function.emit(result, this.#rows, out)
      },
    })
    if (called) return called.then(() => this.#finish(out))
    this.#finish(out)
  }

  #finish(out: Out): void {
    this.#rows.flush(out)
    this.#groups.clear()
  }
}
