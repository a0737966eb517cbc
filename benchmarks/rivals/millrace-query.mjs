/**
 * millrace on a query: file sources, a checkpoint, available-now. `noop` as format drops what the query gives; `batches`
 * writes each batch of an update query to a folder of its own, for the comparison of outputs.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { Session } from 'millrace'
import { expr } from 'millrace/functions'
import { queries } from './millrace-queries.mjs'

const [data, output, filesPerBatch, format, workload] = process.argv.slice(2)
rmSync(output, { recursive: true, force: true })
const session = Session.builder()
  .master('local')
  .appName('bench')
  .config('spark.sql.session.timeZone', 'UTC')
  .config('spark.sql.streaming.numRecentProgressUpdates', 10_000)
  .getOrCreate()
const start = process.uptime()
const { frame, mode } = queries(session, data, filesPerBatch)[workload]()
const writer = frame.writeStream
  .outputMode(mode)
  .option('checkpointLocation', `${output}/checkpoint`)
  .trigger({ availableNow: true })
const query =
  format === 'batches'
    ? writer.foreachBatch(writeBatch).start()
    : writer.format(format).option('path', `${output}/data`).start()
let firstBatch
query.progress$.subscribe(() => {
  firstBatch ??= process.uptime()
})
await query.awaitTermination()
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
console.log(
  JSON.stringify({
    engine: 'millrace',
    query_s: process.uptime() - start,
    wall_s: process.uptime(),
    first_batch_s: firstBatch,
    batches: query.recentProgress.filter(({ durationMs }) => durationMs.addBatch !== undefined).length,
    late: query.recentProgress.reduce(
      (sum, { stateOperators }) => sum + stateOperators.reduce((late, one) => late + one.numRowsDroppedByWatermark, 0),
      0,
    ),
    cpu_s: (userCPUTime + systemCPUTime) / 1e6,
    peak_mb: maxRSS / 1024,
  }),
)
await session.stop()

async function writeBatch(batch, number) {
  const rows = await batch.select(expr('to_json(struct(*))').as('line')).collect()
  const folder = `${output}/data/${String(number).padStart(5, '0')}`
  mkdirSync(folder, { recursive: true })
  writeFileSync(`${folder}/rows.json`, rows.map(({ line }) => `${line}\n`).join(''))
}
