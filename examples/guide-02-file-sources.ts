/** Files as a source: a schema given as a struct or as DDL, options of the format, columns from the folders' names. */
import { double, Session, StructType, string, struct, timestamp } from 'millrace'
import { ArrivingFiles } from './guide/arriving-files.ts'

const files = new ArrivingFiles('guide-02')
const session = Session.builder().master('local').appName('file-sources').getOrCreate()

files.put(['{"name": "Ada", "born": "1815-12-10T00:00:00Z"}', 'not JSON'], 'country=uk')
files.put(['{"name": "Grace", "born": "1906-12-09T00:00:00Z", "height": 1.65}'], 'country=us')

// The schema may be built up as in Spark …
const built = new StructType().add('name', 'string').add('born', 'timestamp').add('height', 'double')
// … or written in one piece, which the compiler then knows; both say the same.
const written = struct({ name: string, born: timestamp, height: double })
console.log(built.simpleString() === written.simpleString())

const people = session.readStream
  .schema(written)
  .option('mode', 'DROPMALFORMED')
  .option('maxFilesPerTrigger', 1)
  .json(files.input)

console.log(people.isStreaming)
people.printSchema()

// CSV, its values between semicolons, under a header.
files.put(['name;age', 'Ada;36', 'Grace;85'], '../ages')
const ages = session.readStream
  .option('sep', ';')
  .option('header', true)
  .schema('name STRING, age INT')
  .csv(`${files.root}/ages`)

for (const frame of [people, ages]) {
  const query = frame.writeStream.format('console').trigger({ availableNow: true }).start()
  await query.awaitTermination()
}
await session.stop()
