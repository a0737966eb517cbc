/** Batches in memory as a static source: what foreachBatch's frames, memory tables and `range` stand on. */
import type { RecordBatch } from '../columnar/record-batch.ts'
import { RecordBatch as Batch } from '../columnar/record-batch.ts'
import type { Connector, Scan, ScanRequest, Source } from '../connector/connector.ts'
import { invariant } from '../errors.ts'
import { makeNode } from '../plan/node.ts'
import type { Node } from '../plan/nodes.ts'
import { pull } from '../stream/pull.ts'
import type { Field } from '../types/data-type.ts'
import { Schema } from '../types/schema.ts'

/** What a session offers to make relations with. */
export interface Relations {
  newRelation(): string
  attach(node: Node<'source'>, attachments: ReadonlyMap<string, unknown>): void
}

/** Asked anew by each action. */
type Batches = () => Iterable<RecordBatch> | AsyncIterable<RecordBatch>

const batchesAttachment = 'session.batches'

/** Not for `format()`: every session has it for its own frames. */
export const batchesConnector: Connector = {
  name: 'session.batches',
  source: {
    schema: (_, given) => {
      invariant(given, 'batches in memory without a schema')
      return given
    },
    create: (_, schema, context) => {
      const batches = context.attachments.get(batchesAttachment) as Batches | undefined
      invariant(batches, 'a frame of batches in memory without its batches')
      return new BatchesSource(schema, batches)
    },
  },
}

/**
 * A static relation over batches that stay readable (detached, or never pooled).
 *
 * @param batches asked anew by each action
 */
export function batchesNode(schema: Schema, batches: Batches, relations: Relations): Node<'source'> {
  const node = makeNode('source', {
    relation: relations.newRelation(),
    format: batchesConnector.name,
    options: [],
    fields: schema.fields,
    streaming: false,
  })
  relations.attach(node, new Map([[batchesAttachment, batches]]))
  return node
}

/** Gives its batches once. */
export class BatchesSource implements Source {
  readonly schema: Schema
  readonly description: string
  readonly #batches: Batches

  constructor(schema: Schema, batches: Batches, description = 'LocalTableScan') {
    this.schema = schema
    this.#batches = batches
    this.description = description
  }

  async initialOffset(): Promise<null> {
    return null
  }

  async latestOffset(): Promise<number> {
    return 0
  }

  open(request: ScanRequest): Scan {
    const schema = new Schema(request.columns.map((at) => this.schema.fields[at] as Field))
    const batches = this.#batches
    return {
      residual: request.filters,
      schema,
      read: (_start, _end, io) =>
        pull(() => {
          const given = batches()
          const narrow = (batch: RecordBatch) => narrowed(batch, request.columns, schema)
          return Symbol.asyncIterator in given ? changedLater(given, narrow) : changed(given, narrow)
        })(io),
    }
  }

  async commit(): Promise<void> {}
  async stop(): Promise<void> {}
}

function* changed(batches: Iterable<RecordBatch>, change: (batch: RecordBatch) => RecordBatch) {
  for (const batch of batches) yield change(batch)
}

async function* changedLater(batches: AsyncIterable<RecordBatch>, change: (batch: RecordBatch) => RecordBatch) {
  for await (const batch of batches) yield change(batch)
}

function narrowed(batch: RecordBatch, columns: readonly number[], schema: Schema): RecordBatch {
  const { selection, selected } = batch
  return new Batch(
    schema,
    columns.map((at) => batch.columns[at] as RecordBatch['columns'][number]),
    batch.length,
    { selection, selected },
  )
}
