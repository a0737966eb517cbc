import { rowAt } from '../../lib/columnar/values.ts'
import type { Physical } from '../../lib/plan/operator.ts'
import type { Micros } from '../../lib/types/data-type.ts'
import type { Schema } from '../../lib/types/schema.ts'
import { keyText, MapTable } from './map-table.ts'

declare module '../../lib/plan/nodes.ts' {
  interface NodeOptions {
    plainDropDuplicates: { readonly columns: readonly string[] }
  }
}

interface Seen {
  readonly time: Micros | null
}

/** The first row of each key. Late rows are dropped, whatever the keys; keys go when the event time is one of them. */
export const plainDropDuplicates: Physical<{ readonly columns: readonly string[] }> = {
  name: 'plainDropDuplicates',
  operatorName: 'dedupe',
  inputs: 1,
  state: 'keyed',
  schema: (_, [input]) => input as Schema,
  describe: ({ columns }) => `Deduplicate [${columns.join(', ')}]`,
  // An event time that nobody reads above is pruned, and with it the test for late rows (`random-dedup-074`).
  needs: ({ columns }, wanted, [input]) => [
    new Set([...wanted, ...columns.map((name) => (input as Schema).index(name) as number)]),
  ],
  origin: (_, column) => [{ port: 0, column }],
  keys: ({ columns }, [input]) => [new Set(columns.map((name) => (input as Schema).index(name) as number))],
  needsBatch: (_, before, now) => now > before,
  start({ columns }, { inputs, initialWatermark, state }) {
    const input = inputs[0] as Schema
    const keys = columns.map((name) => input.index(name) as number)
    const timeColumn = input.fields.findIndex((one) => one.metadata?.watermarkDelay !== undefined)
    const seen = new MapTable<Seen>('keys')
    state?.register(seen)
    let lateAt = initialWatermark
    return {
      onBatch(batch, out) {
        const chosen: number[] = []
        for (let at = 0; at < batch.selected; at++) {
          const position = batch.selection ? (batch.selection[at] as number) : at
          const row = rowAt(batch, position)
          const time = timeColumn < 0 ? null : (row[timeColumn] as Micros | null)
          if (time !== null && time <= lateAt) {
            if (state) state.metrics.rowsDroppedByWatermark++
            continue
          }
          const key = keyText(keys.map((column) => row[column]))
          if (seen.get(key)) continue
          seen.set(key, { time: keys.includes(timeColumn) ? time : null })
          if (state) state.metrics.rowsUpdated++
          chosen.push(position)
        }
        if (chosen.length > 0) out.batch(batch.select(Int32Array.from(chosen), chosen.length))
      },
      onWatermark(time, out) {
        for (const [key, one] of [...seen.rows]) {
          if (one.time === null || one.time > time) continue
          seen.remove(key)
          if (state) state.metrics.rowsRemoved++
        }
        lateAt = time
        out.watermark(time)
      },
      onBarrier(epoch, out) {
        state?.seal()
        out.barrier(epoch)
      },
    }
  },
}
