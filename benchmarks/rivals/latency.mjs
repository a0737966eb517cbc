/**
 * Micro-batches of one row with a durable checkpoint, one after the other: how long each takes, how many fsyncs it
 * does, and how much of its time they are. Node's fsync is replaced by a counting one before millrace is loaded.
 */
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

const [folder, sink] = process.argv.slice(2)
const counted = { calls: 0, ms: 0 }
for (const name of ['fsyncSync', 'fdatasyncSync']) {
  const original = fs[name]
  fs[name] = (file) => {
    const start = performance.now()
    original(file)
    counted.ms += performance.now() - start
    counted.calls += 1
  }
}
syncBuiltinESMExports()
const { Session } = await import('millrace')

const warmUp = 300
const measured = 500
fs.mkdirSync(folder, { recursive: true })
const session = Session.builder().master('local').appName('latency').getOrCreate()
const stream = session.memoryStream('id BIGINT, name STRING')
const query = stream
  .toDF()
  .writeStream.format(sink)
  .option('path', `${folder}/data`)
  .option('checkpointLocation', `${folder}/checkpoint`)
  .start()
const batches = []
for (let id = 0; id < warmUp + measured; id++) {
  const before = { ...counted }
  const start = performance.now()
  stream.addData({ id: BigInt(id), name: `row ${id}` })
  await query.processAllAvailable()
  const ms = performance.now() - start
  const syncMs = counted.ms - before.ms
  if (id >= warmUp) batches.push({ ms, syncMs, outsideMs: ms - syncMs, syncs: counted.calls - before.calls })
}
await query.stop()
await session.stop()

const median = (key) => batches.map((batch) => batch[key]).sort((a, b) => a - b)[batches.length >> 1]
const facts = {
  batch_ms: median('ms'),
  sync_ms: median('syncMs'),
  outside_ms: median('outsideMs'),
  syncs: median('syncs'),
}
console.log(JSON.stringify({ engine: 'millrace', sink, ...facts }))
