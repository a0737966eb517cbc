/** `df.write`: where the rows of a static frame go, and what happens to what is there already; `save()` runs it. */
import { consolePrintAttachment } from '../connector/attachments.ts'
import type { Connector, SaveMode } from '../connector/connector.ts'
import { Options } from '../connector/options.ts'
import { MillraceError } from '../errors.ts'
import type { Node } from '../plan/nodes.ts'
import { typeSimpleText } from '../types/ddl/type-sql.ts'
import type { Schema } from '../types/schema.ts'
import type { OptionValue } from './reader-settings.ts'
import { runBatch } from './run-batch.ts'
import type { SessionContext } from './session-context.ts'

/** Spark's names of the modes, `error` three times. */
export type SaveModeName = SaveMode | 'errorifexists' | 'default'

const modes: ReadonlyMap<string, SaveMode> = new Map([
  ['append', 'append'],
  ['overwrite', 'overwrite'],
  ['ignore', 'ignore'],
  ['error', 'error'],
  ['errorifexists', 'error'],
  ['default', 'error'],
])

export class DataFrameWriter {
  readonly #node: Node
  readonly #schema: Schema
  readonly #context: SessionContext
  readonly #options = new Map<string, string>()
  #format: string | undefined
  #mode: SaveMode = 'error'
  #partitionBy: readonly string[] = []

  constructor(node: Node, schema: Schema, context: SessionContext) {
    this.#node = node
    this.#schema = schema
    this.#context = context
  }

  /** `json`, `csv`, `text`, `console`, `noop`, or the name of a registered connector that writes frames. */
  format(name: string): this {
    this.#format = name
    return this
  }

  /**
   * What happens when the path is there already: `error` (default), `append`, `overwrite`, or `ignore`, which then
   * writes nothing.
   *
   * @throws INVALID_SAVE_MODE
   */
  mode(mode: SaveModeName | (string & {})): this {
    const known = modes.get(mode.toLowerCase())
    if (known === undefined) throw invalidMode(mode)
    this.#mode = known
    return this
  }

  /** One option of the format; names without case. */
  option(name: string, value: OptionValue): this {
    this.#options.set(name.toLowerCase(), String(value))
    return this
  }

  options(values: Readonly<Record<string, OptionValue>>): this {
    for (const [name, value] of Object.entries(values)) this.option(name, value)
    return this
  }

  /** Folders by the values of these columns, `column=value/`. */
  partitionBy(...columns: readonly (string | readonly string[])[]): this {
    this.#partitionBy = columns.flat()
    return this
  }

  /**
   * Computes the rows and writes them; they are there, durably, when the promise resolves, and none is when it rejects.
   *
   * @param path the same as option `path`
   * @throws PATH_ALREADY_EXISTS, DATA_SOURCE_NOT_FOUND, and what the format finds wrong with columns and options
   */
  async save(path?: string): Promise<void> {
    const context = this.#context
    context.requireRunning()
    if (path !== undefined && this.#options.has('path')) throw twoPaths()
    const options = new Map(this.#options)
    if (path !== undefined) options.set('path', path)
    const table = this.#table()
    const attachments = new Map<string, unknown>([
      [consolePrintAttachment, (text: string) => context.surroundings.print(text.replace(/\n$/, ''))],
    ])
    const writer = await table.create(
      new Options(options).entries,
      this.#schema,
      this.#partitionColumns(),
      this.#mode,
      context.connectorContext(attachments),
    )
    if (!writer) return
    try {
      await runBatch(this.#node, context, (batch) => {
        writer.append(batch)
        return true
      })
      await writer.finish()
    } catch (error) {
      // What went wrong first is what the program has to hear of.
      await writer.abandon().catch((second) => context.surroundings.warn(String(second)))
      throw error
    }
  }

  /** JSON, one record a line. */
  json(path: string): Promise<void> {
    return this.format('json').save(path)
  }

  /** CSV; options `header`, `sep`, `quote` and Spark's others. */
  csv(path: string): Promise<void> {
    return this.format('csv').save(path)
  }

  /** Lines: the frame's one STRING column. */
  text(path: string): Promise<void> {
    return this.format('text').save(path)
  }

  /** There are no tables to save to. @throws MILLRACE_NOT_SUPPORTED */
  saveAsTable(name: string): never {
    throw noTables('saveAsTable', name)
  }

  /** There are no tables to insert into. @throws MILLRACE_NOT_SUPPORTED */
  insertInto(name: string): never {
    throw noTables('insertInto', name)
  }

  #table(): NonNullable<Connector['table']> {
    const { registry, conf } = this.#context
    const connector = registry.connector(this.#format ?? conf.get('spark.sql.sources.default'))
    if (connector.table) return connector.table
    throw new MillraceError(
      'UNSUPPORTED_FEATURE.TABLE_OPERATION',
      `The feature is not supported: Table \`${connector.name}\` does not support batch write.`,
      { sqlState: '0A000', parameters: { tableName: `\`${connector.name}\``, operation: 'batch write' } },
    )
  }

  /** The partition columns by their names in the schema. Spark: normalizeParCols. */
  #partitionColumns(): readonly string[] {
    const { fields } = this.#schema
    return this.#partitionBy.map((name) => {
      const found = fields.find((one) => one.name.toLowerCase() === name.toLowerCase())
      if (found) return found.name
      const schema = `struct<${fields.map((one) => `${one.name}:${typeSimpleText(one.type)}`).join(',')}>`
      throw new MillraceError(
        '_LEGACY_ERROR_TEMP_1155',
        `Partition column \`${name}\` not found in schema ${schema}.`,
        { parameters: { partition: name, schema } },
      )
    })
  }
}

function invalidMode(mode: string): MillraceError {
  return new MillraceError(
    'INVALID_SAVE_MODE',
    `The specified save mode "${mode}" is invalid. Valid save modes include "append", "overwrite", "ignore", "error", "errorifexists", and "default".`,
    { sqlState: '42000', parameters: { mode: `"${mode}"` } },
  )
}

function twoPaths(): MillraceError {
  return new MillraceError(
    '_LEGACY_ERROR_TEMP_1307',
    "There is a 'path' option set and save() is called with a path parameter. Either remove the path option, or call save() without the parameter.",
    { parameters: { method: 'save' } },
  )
}

function noTables(method: string, name: string): MillraceError {
  return new MillraceError(
    'MILLRACE_NOT_SUPPORTED',
    `${method}('${name}'): there are no stored tables; save(path) writes files, createOrReplaceTempView(name) names a frame`,
  )
}
