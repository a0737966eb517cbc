/** A first stream: lines of text become words, and every batch is printed. */
import { Session } from 'millrace'
import { ArrivingFiles } from './guide/arriving-files.ts'

const files = new ArrivingFiles('guide-01')
const session = Session.builder().master('local').appName('words').getOrCreate()

// One column, `value`: the lines of every file that arrives in the folder.
const lines = session.readStream.text(files.input)
const words = lines.selectExpr("explode(split(value, ' ')) AS word").where("word <> ''")

const query = words.writeStream.format('console').outputMode('append').start()

files.put(['the quick brown fox', 'jumps over'])
await query.processAllAvailable()
files.put(['the lazy dog'])
await query.processAllAvailable()

await query.stop()
await session.stop()
