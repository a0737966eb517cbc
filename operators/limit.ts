/**
 * Passes the first n rows: of a stream, of the query's whole life; of a static frame, of the frame.
 *
 * State: how many rows have passed. It never completes or unsubscribes: after n rows watermarks and barriers still pass,
 * or the query's offsets and watermark would stand still. Refused in update mode, as in Spark.
 *
 * @example
 * readings.pipe(limit(10))
 *
 * @module
 */
import { allRows } from '../lib/columnar/gather.ts'
import { MillraceError } from '../lib/errors.ts'
import { unsupportedOperation } from '../lib/plan/analyze/check-query.ts'
import { defineOperator } from '../lib/plan/define-operator.ts'
import type { NodeOptions } from '../lib/plan/nodes.ts'
import type { Physical } from '../lib/plan/operator.ts'
import type { StateTable } from '../lib/state/state-store.ts'
import { Schema } from '../lib/types/schema.ts'
import { field, longType } from '../lib/types/types.ts'

/** One number; as in Spark a row of state once a row has passed (golden/random2-stateless-008). */
class PassedRows implements StateTable {
  readonly name = 'rows'
  readonly key = new Schema([])
  readonly value = new Schema([field('passed', longType, false)])
  count = 0
  #changed = false

  get size(): number {
    return this.count > 0 ? 1 : 0
  }

  add(rows: number): void {
    this.count += rows
    this.#changed = true
  }

  snapshot(): Uint8Array {
    const bytes = new Uint8Array(8)
    new DataView(bytes.buffer).setFloat64(0, this.count)
    return bytes
  }

  changes(): Uint8Array | undefined {
    if (!this.#changed) return undefined
    this.#changed = false
    return this.snapshot()
  }

  restore(snapshot: Uint8Array | undefined, changes: readonly Uint8Array[]): void {
    const last = changes[changes.length - 1] ?? snapshot
    this.count = last ? new DataView(last.buffer, last.byteOffset).getFloat64(0) : 0
    this.#changed = false
  }
}

/** Spark: GlobalLimit, and the checks of its count. */
function checkCount(n: number): void {
  if (Number.isInteger(n) && n >= 0) return
  throw new MillraceError(
    'INVALID_LIMIT_LIKE_EXPRESSION.IS_NEGATIVE',
    `The limit like expression "${n}" is invalid. The limit expression must be equal to or greater than 0, but got ${n}.`,
    { sqlState: '42K0E', parameters: { name: 'limit', expr: `"${n}"`, v: `${n}` } },
  )
}

const definition: Physical<NodeOptions['limit']> = {
  name: 'limit',
  operatorName: 'globalLimit',
  inputs: 1,
  state: 'global',
  schema({ n }, [input]) {
    checkCount(n)
    return input as Schema
  },
  describe: ({ n }) => `GlobalLimit ${n}`,
  needs: (_, wanted) => [wanted],
  origin: (_, column) => [{ port: 0, column }],
  refuse(_, { outputMode, streaming }) {
    // Golden `err-limit-update`.
    if (streaming[0] && outputMode === 'update') {
      throw unsupportedOperation('Limits are not supported on streaming DataFrames/Datasets in Update output mode')
    }
  },
  start({ n }, { state, eventTime }) {
    const passed = new PassedRows()
    state?.register(passed)
    return {
      onBatch(batch, out) {
        const rows = Math.min(batch.selected, n - passed.count)
        if (rows <= 0) return
        if (state) state.metrics.rowsUpdated = 1
        passed.add(rows)
        out.batch(rows === batch.selected ? batch : batch.select(batch.selection ?? allRows(rows), rows))
      },
      onBarrier(epoch, out) {
        state?.seal()
        // A static side of a query is read anew in each epoch.
        if (!state && eventTime) passed.count = 0
        out.barrier(epoch)
      },
    }
  },
}

/** @param n rows, 0 or more */
export const limit = defineOperator(definition, (n: number) => ({ n }))
