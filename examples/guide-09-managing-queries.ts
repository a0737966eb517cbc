/** The handle of a query, and the manager of all queries of a session. */
import { Session } from 'millrace'
import { ArrivingFiles } from './guide/arriving-files.ts'

const files = new ArrivingFiles('guide-09')
const session = Session.builder().master('local').appName('managing').getOrCreate()
const numbers = session.readStream.schema('n STRING').json(files.input)

const healthy = numbers.writeStream.format('noop').queryName('healthy').start()
const doomed = numbers.selectExpr('CAST(n AS INT) AS n').writeStream.format('noop').queryName('doomed').start()

// An id for its life, over restarts; a run id for this run; a name for people.
console.log(healthy.id.length, healthy.runId === healthy.id, healthy.name, healthy.isActive)
console.log(
  session.streams.active
    .map((query) => query.name)
    .sort()
    .join(', '),
)
console.log(session.streams.get(healthy.id) === healthy)

files.put(['{"n": "1"}'])
await healthy.processAllAvailable()
await doomed.processAllAvailable()
const last = healthy.lastProgress
console.log(last?.batchId, last?.numInputRows, healthy.recentProgress.length > 0)

files.put(['{"n": "one"}'])
try {
  await session.streams.awaitAnyTermination()
} catch (error) {
  console.log((error as Error).message.includes('cannot be cast to "INT"'))
}
console.log(doomed.isActive, doomed.exception()?.condition, healthy.exception())

await healthy.stop()
console.log(healthy.isActive, healthy.status.message, session.streams.active.length)
await session.stop()
