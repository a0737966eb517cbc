/** Every batch as a static frame: anything may be done with it, several times, and the batch id makes it idempotent. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { Session } from 'millrace'
import { ArrivingFiles } from './guide/arriving-files.ts'

const files = new ArrivingFiles('guide-07')
const session = Session.builder().master('local').appName('foreach-batch').getOrCreate()
const output = `${files.root}/output`
mkdirSync(output)

const query = session.readStream
  .schema('name STRING, amount INT')
  .option('maxFilesPerTrigger', 1)
  .json(files.input)
  .writeStream.foreachBatch(async (batch, batchId) => {
    // Used twice below: computed once.
    batch.persist()
    const large = batch.filter((c) => c.amount.geq(100))
    console.log(`batch ${batchId}: ${await batch.count()} rows, ${await large.count()} of them large`)
    const names = (await large.collect()).map((row) => row.name)
    // A batch that is run again writes the same file again: exactly once in the end.
    writeFileSync(`${output}/${batchId}.json`, JSON.stringify(names))
    batch.unpersist()
  })
  .option('checkpointLocation', `${files.root}/checkpoint`)
  .start()

files.put(['{"name": "a", "amount": 20}', '{"name": "b", "amount": 120}'])
await query.processAllAvailable()
files.put(['{"name": "c", "amount": 300}'])
await query.processAllAvailable()
await query.stop()
await session.read.text(output).show()
await session.stop()
