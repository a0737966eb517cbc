/**
 * Groups that do not fit into memory: built, updated, and updated again after a restart, with state on disk. Started twice
 * with the same checkpoint; reports each batch, sums over what the query gave, and the memory that is no file's.
 */
import { existsSync, readFileSync } from 'node:fs'
import { Session } from 'millrace'
import { count, max, sum } from 'millrace/functions'

const [checkpoint, keys, rowsPerBatch, batches] = process.argv.slice(2)
const status = '/proc/self/status'
/** MB of a line of the process's status; elsewhere all that is resident. */
const mb = (name) =>
  existsSync(status)
    ? Number(new RegExp(`${name}:\\s+(\\d+)`).exec(readFileSync(status, 'utf8'))?.[1] ?? 0) / 1024
    : process.memoryUsage().rss / 2 ** 20
const session = Session.builder()
  .master('local')
  .appName('w5big')
  .config('millrace.state.provider', 'lmdb')
  .getOrCreate()
const start = performance.now()
const query = session.readStream
  .format('rate-micro-batch')
  .option('rowsPerBatch', rowsPerBatch)
  .load()
  .selectExpr(
    `concat('customer-of-a-shop-with-a-long-name-', lpad(cast((value * 7919) % ${keys} as string), 20, '0')) AS k`,
    'value AS v',
  )
  .groupBy('k')
  .agg(count('*').as('n'), sum('v').as('total'), max('v').as('last'))
  .observe('check', sum('n').as('n'), sum('total').as('total'), count('*').as('rows'))
  .writeStream.format('noop')
  .outputMode('update')
  .option('checkpointLocation', checkpoint)
  .start()
const done = new Map()
let peak = 0
while (done.size < Number(batches)) {
  await new Promise((resolve) => setTimeout(resolve, 20))
  peak = Math.max(peak, mb('RssAnon'))
  const error = query.exception()
  if (error) throw error
  for (const one of query.recentProgress) {
    if (done.has(one.batchId) || one.numInputRows === 0) continue
    const [sums] = Object.values(one.observedMetrics)
    const numbers = Object.fromEntries(Object.entries(sums).map(([name, value]) => [name, String(value)]))
    done.set(one.batchId, {
      batch: one.batchId,
      ms: one.durationMs.triggerExecution,
      keys: one.stateOperators[0].numRowsTotal,
      ...numbers,
    })
    if (process.env.BENCH_TRACE)
      console.error(JSON.stringify(done.get(one.batchId)), one.durationMs, Math.round(mb('RssAnon')))
  }
}
const seconds = (performance.now() - start) / 1000
await query.stop()
const { userCPUTime, systemCPUTime } = process.resourceUsage()
console.log(
  JSON.stringify({
    query_s: seconds,
    cpu_s: (userCPUTime + systemCPUTime) / 1e6,
    peak_mb: peak,
    state_batches: [...done.values()],
  }),
)
process.exit(0)
