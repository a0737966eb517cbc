/** Every connector, as the light values that a session's registry holds; what one needs to run is loaded at first use. */
import type { Connector } from '../lib/connector/connector.ts'
import { consoleConnector } from './console/index.ts'
import { foreachBatch } from './foreach-batch/index.ts'
import { memory } from './memory/index.ts'
import { noop } from './noop/index.ts'
import { rate } from './rate/index.ts'

export { consoleConnector, foreachBatch, memory, noop, rate }

/** What `format(…)` knows without registration. */
export const builtinConnectors: readonly Connector[] = [consoleConnector, foreachBatch, memory, noop, rate]
