// Copies a table in batches of three rows, and kills its own process at a point of the commit protocol in batch `epoch`.
import { createSession } from 'millrace'
import { sqlite } from '../index.js'

const [path, point, epoch] = process.argv.slice(2)
const probe = (at, of) => {
  if (at === point && of === Number(epoch)) process.kill(process.pid, 'SIGKILL')
}
const session = createSession({ register: { connectors: [sqlite] }, surroundings: { probe } })
const events = session.readStream
  .format('sqlite')
  .schema('id BIGINT, name STRING')
  .options({ path, table: 'events', maxRowsPerTrigger: 3 })
  .load()
await events.writeStream
  .format('sqlite')
  .options({ path, table: 'copy', checkpointLocation: `${path}.checkpoint` })
  .trigger({ availableNow: true })
  .start()
  .awaitTermination()
