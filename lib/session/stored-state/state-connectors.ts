/** `format('statestore')` and `format('state-metadata')`: state of a query's checkpoint as static frames, as Spark's. */
import { batchOf } from '../../columnar/builder.ts'
import type { RecordBatch } from '../../columnar/record-batch.ts'
import type { Connector } from '../../connector/connector.ts'
import { MillraceError } from '../../errors.ts'
import { packerReady } from '../../state/value-packer.ts'
import type { SqlValue } from '../../types/data-type.ts'
import { Schema } from '../../types/schema.ts'
import { field, intType, longType, stringType } from '../../types/types.ts'
import { BatchesSource } from '../batches-source.ts'
import { changeRows } from './change-rows.ts'
import { joinStores } from './key-rows.ts'
import { checkpointOf, type StateRead, stateRead } from './state-read.ts'
import type { StoredCheckpoint } from './stored-checkpoint.ts'

/** Rows of a batch. */
const batchRows = 4096

const partition = field('partition_id', intType)

/** `statestore`: keys and values of an operator's state. */
export const stateStoreConnector: Connector = {
  name: 'statestore',
  source: {
    schema(options, _, context, streaming) {
      if (streaming) throw notStreamed('statestore')
      return schemaOf(stateRead(options, context))
    },
    async create(options, schema, context) {
      await packerReady()
      const read = stateRead(options, context)
      return new BatchesSource(schema, () => batches(rowsOf(read), schema), 'StateScan')
    },
  },
}

const notStreamed = (name: string): MillraceError =>
  new MillraceError('_LEGACY_ERROR_TEMP_2049', `Data source ${name} does not support streamed reading.`, {
    parameters: { className: name, operator: 'reading' },
  })

function schemaOf(read: StateRead): Schema {
  const { fields } = read.rowsAt(read.batch)
  const feed = [field('batch_id', longType), field('change_type', stringType)]
  return new Schema([...(read.changes ? feed : []), ...fields, partition])
}

/** The state lives in one partition, 0. */
function* rowsOf({ rowsAt, batch, changes }: StateRead): Generator<readonly SqlValue[]> {
  if (changes) {
    for (let at = changes.from; at <= changes.to; at++)
      for (const row of changeRows(rowsAt, at)) yield [BigInt(at), ...row, 0]
    return
  }
  for (const row of rowsAt(batch).rows()) yield [...row, 0]
}

const metadataSchema = new Schema([
  field('operatorId', longType),
  field('operatorName', stringType),
  field('stateStoreName', stringType),
  field('numPartitions', intType),
  field('minBatchId', longType),
  field('maxBatchId', longType),
  field('operatorProperties', stringType),
])

/** `state-metadata`: which stateful operators a checkpoint has, and for which batches. */
export const stateMetadataConnector: Connector = {
  name: 'state-metadata',
  source: {
    schema(options, _, context, streaming) {
      if (streaming) throw notStreamed('state-metadata')
      checkpointOf(options, context)
      return metadataSchema
    },
    create: (options, schema, context) =>
      new BatchesSource(schema, () => batches(metadataRows(checkpointOf(options, context)), schema), 'StateMetadata'),
  },
}

function* metadataRows(checkpoint: StoredCheckpoint): Generator<readonly SqlValue[]> {
  const batches = checkpoint.batches()
  const [first, last] = [batches[0], batches.at(-1)].map((one) => (one === undefined ? null : BigInt(one)))
  for (const { id, name } of checkpoint.operators()) {
    const stores = name === 'symmetricHashJoin' ? joinStores : ['default']
    for (const store of stores) yield [BigInt(id), name, store, 1, first ?? null, last ?? null, null]
  }
}

/** Rows of the whole schema. */
function* batches(rows: Iterable<readonly SqlValue[]>, schema: Schema): Generator<RecordBatch> {
  let some: (readonly SqlValue[])[] = []
  for (const row of rows) {
    some.push(row)
    if (some.length < batchRows) continue
    yield batchOf(schema, some)
    some = []
  }
  if (some.length > 0) yield batchOf(schema, some)
}
