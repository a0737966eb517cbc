/** A source whose partitions grow in number, and the ways in which it can miss one. */
import { batchOf } from '../../lib/columnar/builder.ts'
import type { Offset, Scan, Source } from '../../lib/connector/connector.ts'
import { pull } from '../../lib/stream/pull.ts'
import type { SourceSubject } from '../../lib/testing/conformance/describe-source.ts'
import type { Field } from '../../lib/types/data-type.ts'
import { parseSchema } from '../../lib/types/ddl/ddl.ts'
import { Schema } from '../../lib/types/schema.ts'

export type PartitionFault = 'new partition from its end' | 'new partition unseen' | 'new partition in old ranges'

const schema = parseSchema('p INT, n INT')

/** One partition at first; a row of each comes with an addition. Offsets are rows by partition: `[2, 1]`. */
export function partitions(fault?: PartitionFault): SourceSubject {
  const counts = [0]
  return {
    source: sourceOf(counts, fault),
    add: async () => void counts.forEach((count, at) => (counts[at] = count + 1)),
    reopen: async () => sourceOf(counts, fault),
    grow: async () => void counts.push(1),
  }
}

function sourceOf(counts: readonly number[], fault: PartitionFault | undefined): Source {
  return {
    schema,
    description: 'partitions',
    initialOffset: async () => null,
    latestOffset: async (start) => {
      const known = fault === 'new partition unseen' ? 1 : counts.length
      return counts.some((count) => count > 0) ? counts.slice(0, known) : start
    },
    open: (request): Scan => {
      const chosen = new Schema(request.columns.map((at) => schema.fields[at] as Field))
      return {
        residual: request.filters,
        schema: chosen,
        read: (start, end, io) =>
          pull(function* () {
            for (const [partition, to] of rangeEnds(end, counts, fault).entries()) {
              const from = (start as number[] | null)?.[partition] ?? firstOf(partition, start, to, fault)
              for (let n = from; n < to; n++) {
                yield batchOf(chosen, [request.columns.map((at) => [partition, n][at] as number)])
              }
            }
          })(io),
      }
    },
    commit: async () => {},
    stop: async () => {},
  }
}

function rangeEnds(end: Offset, counts: readonly number[], fault: PartitionFault | undefined): readonly number[] {
  const ends = end as number[]
  return fault === 'new partition in old ranges' ? [...ends, ...counts.slice(ends.length)] : ends
}

/** Where a partition begins that the start of the range does not know. */
function firstOf(partition: number, start: Offset | null, to: number, fault: PartitionFault | undefined): number {
  return fault === 'new partition from its end' && start !== null && partition > 0 ? to : 0
}
