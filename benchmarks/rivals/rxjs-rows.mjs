/** RxJS as it is mostly used: one value a line, operators over objects. */

import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { concatMap, filter, from, lastValueFrom, map, Observable, tap } from 'rxjs'
import { inputs, lineOf, output, parseLine, report } from './web-log-lines.mjs'

let rows = 0
let written = 0

const linesOf = (path) =>
  new Observable((subscriber) => {
    const reader = createInterface({ input: createReadStream(path, { highWaterMark: 1 << 20 }) })
    reader.on('line', (line) => subscriber.next(line))
    reader.on('close', () => subscriber.complete())
    return () => reader.close()
  })

const paths = inputs()
const file = createWriteStream(`${output}/out.json`)
const lines$ = from(paths).pipe(
  concatMap(linesOf),
  tap(() => rows++),
  map(parseLine),
  filter((record) => record !== null),
  map(lineOf),
  tap((line) => {
    written++
    file.write(`${line}\n`)
  }),
)
await lastValueFrom(lines$)
file.end()
await once(file, 'finish')
report('rxjs', { rows, written })
