/**
 * The main job on real web logs: JSON files that arrive one by one, malformed lines among them, become clean JSON
 * files, exactly once, however often this is interrupted.
 *
 *     npm start              runs it, or goes on where it stopped
 *     npm start -- --fresh   begins again
 */
import { rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { int, long, Session, string, struct, timestamp } from 'millrace'
import { Arrivals } from './nasa/arrivals.ts'
import { LiveProgress } from './nasa/live-progress.ts'

const root = join(import.meta.dirname, '../..')
const target = join(root, 'target/nasa-weblogs')
if (process.argv.includes('--fresh')) rmSync(target, { recursive: true, force: true })

const arrivals = new Arrivals(join(root, 'examples/data/nasa'), join(target, 'datasets'))
const first = arrivals.next()

// ── the job ──────────────────────────────────────────────────────────────────────────────────────────────────────────
const session = Session.builder().master('local').appName('nasa-weblogs').getOrCreate()
const weblog = struct({ host: string, timestamp, request: string, http_reply: int, bytes: long })

const logs = session.readStream
  .format('json')
  .schema(weblog)
  .option('mode', 'DROPMALFORMED')
  .load(`${target}/datasets/*.json`)

const query = logs.writeStream
  .format('json')
  .queryName('json-writer')
  .outputMode('append')
  .option('path', `${target}/data`)
  .option('checkpointLocation', `${target}/checkpoint`)
  .trigger({ processingTime: '5 seconds' })
  .start()
// ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

process.once('SIGINT', () => void query.stop().then(() => process.exit(130)))

const progress = new LiveProgress(query, arrivals)
progress.begin()
for (let file = first; file !== undefined; file = arrivals.next()) {
  progress.arrived(file)
  await progress.nextBatch()
}
await query.processAllAvailable()
await query.stop()
progress.end()

const written = session.read.schema(weblog).json(`${target}/data`)
const data = relative(process.cwd(), join(target, 'data'))
console.log(`\n${(await written.count()).toLocaleString('en')} rows stand in ${data}. The first of them:\n`)
await written.show({ n: 5, truncate: 45 })
console.log(`
Look at more:
  head -n 3 ${data}/*.json
      the rows as they were written
  cat ${data}/_spark_metadata/0
      what the first batch wrote; a reader of the folder, Spark too, goes by it
  npm start
      goes on from the checkpoint
  npm start -- --fresh
      begins again`)
await session.stop()
