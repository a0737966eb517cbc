/** Starts a query: what `DataStreamWriter.start()` comes down to. */
import type { QueryDefinition, QueryEnvironment } from './query-definition.ts'
import type { StreamingQuery } from './streaming-query.ts'

export declare function startQuery(definition: QueryDefinition, environment: QueryEnvironment): StreamingQuery
