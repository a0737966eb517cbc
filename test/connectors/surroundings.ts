/** What connectors get from a session, with everything in the test's hand. */

import { batchOf } from '../../lib/columnar/builder.ts'
import { PoisoningPool } from '../../lib/columnar/poisoning-pool.ts'
import type { RecordBatch } from '../../lib/columnar/record-batch.ts'
import { rowsOf } from '../../lib/columnar/values.ts'
import type {
  Connector,
  Offset,
  OutputMode,
  Scan,
  ScanRequest,
  Sink,
  SinkContext,
  Source,
  SourceContext,
} from '../../lib/connector/connector.ts'
import type { ReadLimit } from '../../lib/connector/read-limit.ts'
import type { Evaluation } from '../../lib/expressions/evaluation.ts'
import type { FileSystem } from '../../lib/files/file-system.ts'
import { SimulatedFileSystem } from '../../lib/files/simulated-file-system.ts'
import type { Message } from '../../lib/stream/message.ts'
import type { IO } from '../../lib/stream/processor.ts'
import { Observable } from '../../lib/stream/rx.ts'
import { leasedCopy } from '../../lib/testing/run-stage.ts'
import type { SqlValue } from '../../lib/types/data-type.ts'
import { parseSchema } from '../../lib/types/ddl/ddl.ts'
import type { Schema } from '../../lib/types/schema.ts'

export const evaluation: Evaluation = {
  batchTime: 0n,
  epoch: 0,
  queryId: 'query',
  zone: 'UTC',
  ansi: true,
  functions: new Map(),
}

export interface Surroundings {
  readonly files?: FileSystem
  readonly zone?: string
  readonly conf?: Readonly<Record<string, string>>
  readonly nowMs?: () => number
  readonly warnings?: string[]
  readonly attachments?: ReadonlyMap<string, unknown>
}

export function sourceContext(given: Surroundings, checkpoint: string | undefined): SourceContext {
  return {
    files: given.files ?? new SimulatedFileSystem(),
    zone: given.zone ?? 'UTC',
    conf: (key) => given.conf?.[key],
    nowMs: given.nowMs ?? (() => 1_000_000),
    warn: (message) => given.warnings?.push(message),
    attachments: given.attachments ?? new Map(),
    checkpoint,
  }
}

export function sinkContext(given: Surroundings, outputMode: OutputMode = 'append', checkpoint = '/ck'): SinkContext {
  return { ...sourceContext(given, undefined), queryName: 'query', outputMode, checkpoint }
}

/** Options as the session hands them over: names in lower case. */
export function optionMap(options: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(options).map(([name, value]) => [name.toLowerCase(), value]))
}

/** Opens a source as a reader does: first its schema, then itself. */
export async function openSource(
  connector: Connector,
  options: Readonly<Record<string, string>>,
  given: string | undefined,
  context: SourceContext,
): Promise<Source> {
  if (!connector.source) throw new Error(`${connector.name} is no source`)
  const entries = optionMap(options)
  const schema = connector.source.schema(
    entries,
    given === undefined ? undefined : parseSchema(given),
    context,
    context.checkpoint !== undefined,
  )
  return connector.source.create(entries, schema, context)
}

export async function openSink(
  connector: Connector,
  options: Readonly<Record<string, string>>,
  schema: Schema,
  context: SinkContext,
  partitionBy: readonly string[] = [],
): Promise<Sink> {
  if (!connector.sink) throw new Error(`${connector.name} is no sink`)
  return connector.sink.create(optionMap(options), schema, partitionBy, context)
}

export const everyColumn = (source: Source): ScanRequest => ({
  columns: source.schema.fields.map((_, at) => at),
  filters: [],
  dictionary: [],
})

/** An IO without backpressure, on a pool that overwrites what was given back. */
export function freeIo(pool = new PoisoningPool(), signal = new AbortController().signal): IO {
  return { signal, pool, flow: { ready: () => undefined } }
}

/** The rows of a range, read while their batch was lent. */
export function readRows(scan: Scan, start: Offset | null, end: Offset, io: IO = freeIo()): Promise<SqlValue[][]> {
  return new Promise((resolve, reject) => {
    const rows: SqlValue[][] = []
    scan.read(start, end, io).subscribe({
      next: (batch) => rows.push(...rowsOf(batch)),
      error: reject,
      complete: () => resolve(rows),
    })
  })
}

/** Reads on from `start` as a query does, one batch after another, until there is nothing new. */
export async function readBatches(
  source: Source,
  start: Offset | null = null,
  limit: ReadLimit = source.defaultLimit ?? { kind: 'all' },
): Promise<{ readonly batches: SqlValue[][][]; readonly end: Offset | null; readonly offsets: readonly Offset[] }> {
  const scan = source.open(everyColumn(source), evaluation)
  const batches: SqlValue[][][] = []
  const offsets: Offset[] = []
  let from = start
  for (;;) {
    const to = await source.latestOffset(from, limit)
    if (to === null || JSON.stringify(to) === JSON.stringify(from)) return { batches, end: from, offsets }
    batches.push(await readRows(scan, from, to))
    offsets.push(to)
    from = to
  }
}

/** One epoch as a sink gets it; batches are lent and overwritten behind it. */
export function epochOf(
  epoch: number,
  schema: Schema,
  batches: readonly (readonly (readonly SqlValue[])[])[],
  failure?: Error,
): Observable<Message> {
  return new Observable<Message>((subscriber) => {
    const pool = new PoisoningPool()
    subscriber.next({ kind: 'schema', schema })
    subscriber.next({ kind: 'epoch', epoch, batchTime: 0n })
    for (const rows of batches) {
      if (subscriber.closed) return
      const batch: RecordBatch = leasedCopy(batchOf(schema, rows), pool)
      subscriber.next({ kind: 'batch', batch })
      batch.release()
    }
    if (failure) {
      subscriber.error(failure)
      return
    }
    subscriber.next({ kind: 'barrier', epoch })
    subscriber.complete()
  })
}

/** Writes and commits an epoch. */
export async function commitEpoch(
  sink: Sink,
  epoch: number,
  schema: Schema,
  rows: readonly (readonly SqlValue[])[],
): Promise<void> {
  await sink.write(epoch, epochOf(epoch, schema, rows.length === 0 ? [] : [rows]), freeIo())
  await sink.commit(epoch)
}

export async function writeText(files: FileSystem, path: string, text: string, modifiedMs?: number): Promise<void> {
  await files.makeDirectory(path.slice(0, path.lastIndexOf('/')))
  if (modifiedMs !== undefined && files instanceof SimulatedFileSystem) files.nowMs = modifiedMs
  const writer = await files.openWrite(path)
  await writer.write(new TextEncoder().encode(text))
  await writer.close()
}
