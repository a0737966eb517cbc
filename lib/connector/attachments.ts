/**
 * Names under which a session hands values to connectors beside their text options (`ConnectorContext.attachments`):
 * both sides take them from here, since no lib file imports a connector.
 */

/** A reader's MemoryStream. */
export const memoryStreamAttachment = 'memory.stream'
/** A writer's MemoryTable; the session makes it and shows it under the query's name. */
export const memoryTableAttachment = 'memory.table'
/** The function of foreachBatch, wrapped by the session so that the program's gets a DataFrame. */
export const batchFunctionAttachment = 'foreachBatch.function'
/** The RowWriter of foreach. */
export const rowWriterAttachment = 'foreach.writer'
/** Where the rows of fromObservable and fromAsyncIterable come from. */
export const arrivingRowsAttachment = 'rows.from'
/** Where the console sink prints: `(text) => void`; without it, standard output. */
export const consolePrintAttachment = 'console.print'
