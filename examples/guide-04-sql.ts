/** SQL over a stream: the frame gets a name, and the statement's result is a stream again. */
import { Session } from 'millrace'
import { ArrivingFiles } from './guide/arriving-files.ts'

const files = new ArrivingFiles('guide-04')
const session = Session.builder().master('local').appName('sql').getOrCreate()

session.readStream
  .schema('device STRING, signal DOUBLE, time TIMESTAMP')
  .json(files.input)
  .createOrReplaceTempView('updates')

session.sql(`
  CREATE TEMP VIEW strong AS
  SELECT device, signal, date_format(time, 'HH:mm') AS at FROM updates WHERE signal > 10
`)
const result = session.sql(`
  SELECT device, at, CASE WHEN signal > 20 THEN 'very' ELSE 'rather' END AS how FROM strong
  UNION ALL
  SELECT device, NULL, 'broken' FROM updates WHERE signal IS NULL
`)
console.log(result.isStreaming)
await session.sql('SHOW TABLES').show()

const query = result.writeStream.format('console').start()
files.put([
  '{"device": "oven", "signal": 21.5, "time": "2026-03-01T10:15:42Z"}',
  '{"device": "lamp", "signal": 12, "time": "2026-03-01T10:16:01Z"}',
  '{"device": "door", "time": "2026-03-01T10:16:30Z"}',
])
await query.processAllAvailable()
await query.stop()
await session.stop()
