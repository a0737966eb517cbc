/** Files as a sink: exactly once, in folders by the values of a column; a second run goes on where the first stopped. */
import { readdirSync } from 'node:fs'
import { Session } from 'millrace'
import { ArrivingFiles } from './guide/arriving-files.ts'

const files = new ArrivingFiles('guide-05')
const session = Session.builder().master('local').appName('file-sink').getOrCreate()

const readings = session.readStream.schema('device STRING, room STRING, celsius DOUBLE').json(files.input)

/** One run over all that is there. */
async function run(): Promise<void> {
  const query = readings.writeStream
    .format('json')
    .partitionBy('room')
    .option('checkpointLocation', `${files.root}/checkpoint`)
    .trigger({ availableNow: true })
    .start(`${files.root}/output`)
  await query.awaitTermination()
  console.log(`${query.lastProgress?.numInputRows ?? 0} rows read`)
}

files.put(['{"device": "a", "room": "kitchen", "celsius": 21.5}', '{"device": "b", "room": "hall", "celsius": 17}'])
await run()
// Nothing new, nothing written twice.
await run()
files.put(['{"device": "a", "room": "kitchen", "celsius": 22}'])
await run()

const folders = readdirSync(`${files.root}/output`).filter((name) => name.includes('='))
console.log(folders.sort().join(' '))
const output = session.read.schema('device STRING, celsius DOUBLE').json(`${files.root}/output`)
await output.orderBy('celsius').show()
await session.stop()
