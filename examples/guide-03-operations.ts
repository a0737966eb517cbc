/** Selections and projections: by name, as SQL text, or with the frame's own columns, which the compiler checks. */
import { col, double, Session, string, struct, timestamp } from 'millrace'

const session = Session.builder().master('local').appName('operations').getOrCreate()
const reading = struct({ device: string, deviceType: string, signal: double, time: timestamp })

const stream = session.memoryStream(reading)
const readings = stream.toDF()

const untyped = readings.select('device').where('signal > 10')
const typed = readings
  .filter((c) => c.signal.gt(10))
  .withColumn('strong', (c) => c.signal.geq(20))
  .select(col('device').as('who'), 'strong', col('signal').divideBy(10).as('tenth'))
const text = readings.selectExpr('upper(deviceType) AS kind', 'date_trunc("MINUTE", time) AS minute')

const queries = [untyped, typed, text].map((frame, at) =>
  frame.writeStream.format('memory').queryName(`operations_${at}`).start(),
)
stream.addData(
  ['door', 'contact', 8.5, new Date('2026-03-01T10:15:30Z')],
  ['oven', 'thermometer', 21.5, new Date('2026-03-01T10:15:42Z')],
  ['lamp', null, 12, new Date('2026-03-01T10:16:01Z')],
)
for (const query of queries) {
  await query.processAllAvailable()
  await session.table(query.name ?? '').show()
  await query.stop()
}
await session.stop()
