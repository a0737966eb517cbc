/** What connectors get of a session, with everything in a test's hand. */
import type { Connector, OutputMode, Sink, SinkContext, Source, SourceContext } from '../connector/connector.ts'
import type { FileSystem } from '../files/file-system.ts'
import { SimulatedFileSystem } from '../files/simulated-file-system.ts'
import { parseSchema } from '../types/ddl/ddl.ts'
import type { Schema } from '../types/schema.ts'

/** What a test decides; the rest is an empty disk, UTC, no settings and a clock that stands still. */
export interface ConnectorSurroundings {
  readonly files?: FileSystem
  readonly zone?: string
  readonly conf?: Readonly<Record<string, string>>
  readonly nowMs?: () => number
  /** Takes the warnings. */
  readonly warnings?: string[]
  readonly attachments?: ReadonlyMap<string, unknown>
}

/** @param checkpoint the source's folder in a query's checkpoint; undefined = before there is a query */
export function sourceContext(given: ConnectorSurroundings, checkpoint: string | undefined): SourceContext {
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

export function sinkContext(
  given: ConnectorSurroundings,
  outputMode: OutputMode = 'append',
  checkpoint = '/ck',
): SinkContext {
  return { ...sourceContext(given, undefined), queryName: 'query', outputMode, checkpoint }
}

/** Options as the session hands them over: names in lower case. */
export function optionMap(options: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(options).map(([name, value]) => [name.toLowerCase(), value]))
}

/**
 * Opens a source as a reader does: first its schema, then itself.
 *
 * @param given the user's schema as DDL
 */
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
