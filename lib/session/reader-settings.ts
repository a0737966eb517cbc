/** What both readers share: format, schema, options, and the source node that `load()` makes of them. */
import { Options } from '../connector/options.ts'
import { MillraceError } from '../errors.ts'
import { requireNanosTypes } from '../expressions/binder/require-nanos-types.ts'
import { makeNode } from '../plan/node.ts'
import type { Node } from '../plan/nodes.ts'
import { parseSchema } from '../types/ddl/ddl.ts'
import { Schema } from '../types/schema.ts'
import type { StructSchema } from '../types/typed/struct.ts'
import { structType } from '../types/types.ts'
import type { SessionContext } from './session-context.ts'

export type OptionValue = string | number | bigint | boolean

/** Settings of one reader; each reader method changes them. */
export class ReaderSettings {
  format: string | undefined
  schema: Schema | undefined
  /** By lower-case name, as it was written last. */
  readonly #options = new Map<string, readonly [string, string]>()

  option(name: string, value: OptionValue): void {
    this.#options.set(name.toLowerCase(), [name, String(value)])
  }

  /** @throws PARSE_SYNTAX_ERROR for DDL that is none */
  setSchema(schema: string | StructSchema | Schema): void {
    if (typeof schema === 'string') this.schema = parseSchema(schema)
    else this.schema = schema instanceof Schema ? schema : schema.schema
  }

  /**
   * The relation that these settings name.
   *
   * @throws FEATURE_NOT_ENABLED for a type that is switched off, DATA_SOURCE_NOT_FOUND, and what the connector finds wrong with options and schema
   */
  node(context: SessionContext, streaming: boolean): Node<'source'> {
    context.requireRunning()
    if (this.schema) requireNanosTypes(structType(this.schema.fields), context.conf)
    const connector = context.registry.connector(this.format ?? context.conf.get('spark.sql.sources.default'))
    if (!connector.source) {
      const operator = streaming ? 'streamed reading' : 'reading'
      throw new MillraceError(
        '_LEGACY_ERROR_TEMP_2049',
        `Data source ${connector.name} does not support ${operator}.`,
        {
          parameters: { className: connector.name, operator: 'reading' },
        },
      )
    }
    const options = [...this.#options.values()]
    const { metadata } = connector.source
    const { entries } = new Options(options)
    const schema = connector.source.schema(entries, this.schema, context.connectorContext(), streaming)
    return makeNode('source', {
      relation: context.newRelation(),
      format: connector.name,
      options,
      fields: schema.fields,
      streaming,
      // A column of the data's own of that name hides it.
      ...(metadata && schema.index(metadata.name) === undefined ? { metadata } : {}),
    })
  }
}
