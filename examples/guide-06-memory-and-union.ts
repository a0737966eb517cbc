/** Two streams as one, into a table in memory that is asked while the query runs. */
import { Session } from 'millrace'

const session = Session.builder().master('local').appName('memory').getOrCreate()

const oslo = session.memoryStream('station STRING, celsius DOUBLE')
const bergen = session.memoryStream('celsius INT, station STRING')

const all = oslo.toDF().unionByName(bergen.toDF()).selectExpr('station', 'round(celsius * 9 / 5 + 32, 1) AS fahrenheit')
const query = all.writeStream.format('memory').queryName('temperatures').outputMode('append').start()

oslo.addData(['Blindern', -3.5], ['Tryvann', -7])
bergen.addData([4, 'Florida'])
await query.processAllAvailable()
await session.sql('SELECT * FROM temperatures WHERE fahrenheit < 30').show()

bergen.addData([-1, 'Flesland'])
await query.processAllAvailable()
await session.sql('SELECT station FROM temperatures').show()

await query.stop()
await session.stop()
