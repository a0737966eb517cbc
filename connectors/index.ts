/** Every connector, as the light values that a session's registry holds; what one needs to run is loaded at first use. */
import type { Connector } from '../lib/connector/connector.ts'
import { csvFormat } from '../lib/formats/csv/csv-format.ts'
import { jsonFormat } from '../lib/formats/json/json-format.ts'
import { textFormat } from '../lib/formats/text/text-format.ts'
import { consoleConnector } from './console/index.ts'
import { fileConnector } from './file/index.ts'
import { foreach } from './foreach/index.ts'
import { foreachBatch } from './foreach-batch/index.ts'
import { memory } from './memory/index.ts'
import { noop } from './noop/index.ts'
import { rate } from './rate/index.ts'
import { rateMicroBatch } from './rate-micro-batch/index.ts'
import { rows } from './rows/index.ts'
import { socket } from './socket/index.ts'

const csv: Connector = fileConnector(csvFormat)
const json: Connector = fileConnector(jsonFormat)
const text: Connector = fileConnector(textFormat)

/** What connectors are written with; docs/guide/write-a-connector.md leads through them. */
export { batchOf } from '../lib/columnar/builder.ts'
export { detach } from '../lib/columnar/gather.ts'
export { rowsOf } from '../lib/columnar/values.ts'
export { drain } from '../lib/connector/drain.ts'
export { eachRow } from '../lib/connector/each-row.ts'
export { Options } from '../lib/connector/options.ts'
export { type RowReader, rowScan } from '../lib/connector/row-scan.ts'
export { pull } from '../lib/stream/pull.ts'
export {
  consoleConnector,
  csv,
  fileConnector,
  foreach,
  foreachBatch,
  json,
  memory,
  noop,
  rate,
  rateMicroBatch,
  rows,
  socket,
  text,
}

/** What `format(…)` knows without registration. */
export const builtinConnectors: readonly Connector[] = [
  consoleConnector,
  csv,
  foreach,
  foreachBatch,
  json,
  memory,
  noop,
  rate,
  rateMicroBatch,
  rows,
  socket,
  text,
]
