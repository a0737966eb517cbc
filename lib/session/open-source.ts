/** From a source node of a plan to the source that a query or an action opens. */
import type { Source } from '../connector/connector.ts'
import { Options } from '../connector/options.ts'
import { invariant } from '../errors.ts'
import type { Node } from '../plan/nodes.ts'
import type { SourceDefinition } from '../query/query-definition.ts'
import { Schema } from '../types/schema.ts'
import type { SessionContext } from './session-context.ts'

/** What a query is told of one of its plan's sources. */
export function sourceOf(node: Node<'source'>, context: SessionContext): SourceDefinition {
  const { format, options, fields, relation, streaming } = node.options
  const definition = context.registry.connector(format).source
  invariant(definition, `${format} was planned as a source and is none`)
  return {
    relation,
    streaming,
    listens: definition.listens === true,
    create: (checkpoint): Promise<Source> | Source =>
      definition.create(new Options(options).entries, new Schema(fields), {
        ...context.connectorContext(context.attachmentsOf(node)),
        checkpoint,
      }),
  }
}
