// Copies a table in batches of three rows, and kills its own process where the suite says.
import { createSession } from 'millrace'
import { killAt } from 'millrace/testing'
import { sqlite } from '../index.js'

const [path, order] = process.argv.slice(2)
const surroundings = { probe: killAt(JSON.parse(order)) }
const session = createSession({ register: { connectors: [sqlite] }, surroundings })
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
