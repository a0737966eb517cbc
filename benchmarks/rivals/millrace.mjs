/** millrace on the web log: file source to file sink with a checkpoint, available-now, as a user would write it. */
import { rmSync } from 'node:fs'
import { Session } from 'millrace'

const [data, output, filesPerBatch, format = 'json'] = process.argv.slice(2)
const syntax = format === 'csv' ? { escape: '"' } : {}
rmSync(output, { recursive: true, force: true })
const session = Session.builder().master('local').appName('bench').getOrCreate()
const columns = 'host STRING, timestamp TIMESTAMP, request STRING, http_reply INT, bytes LONG'
const logs = session.readStream
  .format(format)
  .schema(format === 'text' ? 'value STRING' : columns)
  .options(syntax)
  .option('mode', 'DROPMALFORMED')
  .option('maxFilesPerTrigger', filesPerBatch)
  .load(data)
const start = process.uptime()
const query = logs.writeStream
  .format(format)
  .options(syntax)
  .outputMode('append')
  .option('path', `${output}/data`)
  .option('checkpointLocation', `${output}/checkpoint`)
  .trigger({ availableNow: true })
  .start()
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
    cpu_s: (userCPUTime + systemCPUTime) / 1e6,
    peak_mb: maxRSS / 1024,
  }),
)
await session.stop()
