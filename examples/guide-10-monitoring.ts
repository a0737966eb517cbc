/** What a query does, told as it does it: a listener, the progress as an RxJS stream, and a restart from the checkpoint. */
import { Session, type StreamingQuery } from 'millrace'
import { ArrivingFiles } from './guide/arriving-files.ts'

const files = new ArrivingFiles('guide-10')
const session = Session.builder().master('local').appName('monitoring').getOrCreate()

session.streams.addListener({
  onQueryStarted: ({ name }) => console.log(`${name} started`),
  onQueryProgress: ({ progress }) => {
    if (progress.numInputRows > 0) console.log(`${progress.name} read ${progress.numInputRows} rows`)
  },
  onQueryTerminated: ({ exception }) => console.log(`ended ${exception === null ? 'well' : 'with an error'}`),
})

function start(): StreamingQuery {
  return session.readStream
    .schema('n INT')
    .json(files.input)
    .writeStream.format('json')
    .queryName('copy')
    .option('checkpointLocation', `${files.root}/checkpoint`)
    .start(`${files.root}/output`)
}

const first = start()
const batches: number[] = []
first.progress$.subscribe(({ batchId, numInputRows }) => {
  if (numInputRows > 0) batches.push(batchId)
})
files.put(['{"n": 1}', '{"n": 2}'])
await first.processAllAvailable()
await first.stop()

// It arrives while nothing runs.
files.put(['{"n": 3}'])

const second = start()
await second.processAllAvailable()
console.log(`the same query: ${second.id === first.id}; the same run: ${second.runId === first.runId}`)
const sources = second.recentProgress.flatMap((progress) => progress.sources)
console.log(`sources read: ${sources.every((source) => source.description.startsWith('FileStreamSource'))}`)
await second.stop()

console.log(`batches of the first run: ${batches.join(', ')}`)
await session.read.schema('n INT').json(`${files.root}/output`).orderBy('n').show()
await session.stop()
