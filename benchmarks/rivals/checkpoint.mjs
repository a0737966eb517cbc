/**
 * A count and a sum per key, a file a batch: what the commit of each batch's state takes in time and adds to the
 * checkpoint in bytes. Started again, it goes on from that checkpoint.
 */
import { existsSync, readdirSync, statSync } from 'node:fs'
import { Session } from 'millrace'
import { count, sum } from 'millrace/functions'

const [data, checkpoint] = process.argv.slice(2)
const session = Session.builder().master('local').appName('checkpoint').getOrCreate()
const started = process.uptime()
const query = session.readStream
  .schema('k LONG, v LONG')
  .option('maxFilesPerTrigger', 1)
  .json(data)
  .groupBy('k')
  .agg(count('*').as('n'), sum('v').as('total'))
  .writeStream.format('noop')
  .outputMode('update')
  .option('checkpointLocation', checkpoint)
  .trigger({ availableNow: true })
  .start()

/** Files that stood there after the last batch, with their sizes. */
let known = stateFiles()
const batches = []
query.progress$.subscribe(({ batchId, numInputRows, batchDuration, stateOperators }) => {
  const found = stateFiles()
  let bytes = 0
  for (const [path, size] of found) if (known.get(path) !== size) bytes += size
  known = found
  const [state] = stateOperators
  batches.push({
    batch: batchId,
    rows: numInputRows,
    keys: state.numRowsTotal,
    updated: state.numRowsUpdated,
    commitMs: state.commitTimeMs,
    batchMs: batchDuration,
    bytes,
    atMs: 1000 * (process.uptime() - started),
  })
})
await query.awaitTermination()
await session.stop()
const peakMb = process.resourceUsage().maxRSS / 1024
console.log(JSON.stringify({ engine: 'millrace', peak_mb: peakMb, whole_s: process.uptime(), state_batches: batches }))

/** The files of the state with their sizes: none before the first batch. */
function stateFiles() {
  const files = new Map()
  const root = `${checkpoint}/millrace-state`
  if (!existsSync(root)) return files
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    const path = `${entry.parentPath}/${entry.name}`
    // A file may be replaced while its folder is read.
    const stats = statSync(path, { throwIfNoEntry: false })
    if (stats?.isFile()) files.set(path, stats.size)
  }
  return files
}
