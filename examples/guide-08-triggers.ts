/** When batches run: as fast as they can, at an interval, once, or over what is there and no more. */
import { type DataFrame, Session, type TriggerOptions } from 'millrace'
import { ArrivingFiles } from './guide/arriving-files.ts'

const session = Session.builder().master('local').appName('triggers').getOrCreate()
const files = new ArrivingFiles('guide-08')
for (let file = 0; file < 3; file++) files.put([`{"n": ${file}}`])

const numbers = session.readStream.schema('n INT').option('maxFilesPerTrigger', 1).json(files.input)

/** How many batches a query of this trigger needs for three files, one a batch. */
async function batches(frame: DataFrame, name: string, trigger?: TriggerOptions): Promise<void> {
  const writer = frame.writeStream.format('noop').queryName(name)
  const query = (trigger ? writer.trigger(trigger) : writer).start()
  const ends = trigger?.once || trigger?.availableNow
  if (ends) await query.awaitTermination()
  else await query.processAllAvailable()
  await query.stop()
  const rows = query.recentProgress.map((progress) => progress.numInputRows).filter((count) => count > 0)
  console.log(`${name}: ${rows.length} batches of ${rows.join(', ')} rows`)
}

// Default: the next batch begins as soon as the last one has ended.
await batches(numbers, 'default')
await batches(numbers, 'processing time', { processingTime: '100 milliseconds' })
// Everything in one batch, read limits ignored.
await batches(numbers, 'once', { once: true })
// Everything that is there at the start, in batches as large as the limits allow.
await batches(numbers, 'available now', { availableNow: true })

// The rate source makes rows by the clock: useful to try things out.
const rate = session.readStream.format('rate').option('rowsPerSecond', 5).load()
const query = rate.writeStream.format('memory').queryName('ticks').trigger({ processingTime: '1 second' }).start()
while (query.recentProgress.every((progress) => progress.numInputRows === 0)) await query.awaitTermination(100)
await query.stop()
console.log((await session.table('ticks').columns).join(', '))
await session.stop()
