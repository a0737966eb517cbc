import { batchOf } from '../../lib/columnar/builder.ts'
import { rowsOf } from '../../lib/columnar/values.ts'
import type { Physical } from '../../lib/plan/operator.ts'
import type { SqlValue } from '../../lib/types/data-type.ts'
import { Schema } from '../../lib/types/schema.ts'
import { field, longType } from '../../lib/types/types.ts'
import { keyText, MapTable } from './map-table.ts'

export interface PlainCountOptions {
  readonly key: string
  /** Name of the count. */
  readonly name: string
}

declare module '../../lib/plan/nodes.ts' {
  interface NodeOptions {
    plainCount: PlainCountOptions
  }
}

interface Group {
  readonly key: SqlValue
  count: bigint
}

/** Counts by one key in update mode: an aggregation for sinks that have something to say about modes. */
export const plainCount: Physical<PlainCountOptions> = {
  name: 'plainCount',
  operatorName: 'stateStoreSave',
  inputs: 1,
  state: 'keyed',
  aggregates: true,
  schema: ({ key, name }, [input]) =>
    new Schema([...(input as Schema).fields.filter((one) => one.name === key), field(name, longType)]),
  describe: ({ key }) => `PlainCount [${key}]`,
  start({ key }, { inputs, output, state }) {
    const at = (inputs[0] as Schema).index(key) as number
    const groups = new MapTable<Group>('groups')
    const touched = new Set<string>()
    state?.register(groups)
    return {
      onBatch(batch) {
        for (const row of rowsOf(batch)) {
          const value = row[at] ?? null
          const group = groups.get(keyText([value])) ?? { key: value, count: 0n }
          group.count += 1n
          groups.set(keyText([value]), group)
          touched.add(keyText([value]))
        }
      },
      onBarrier(epoch, out) {
        const rows = [...touched].map((one): SqlValue[] => {
          const { key: value, count } = groups.get(one) as Group
          return [value, count]
        })
        touched.clear()
        if (rows.length > 0) out.batch(batchOf(output, rows))
        state?.seal()
        out.barrier(epoch)
      },
    }
  },
}
