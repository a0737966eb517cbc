/** Visits of pages: users come back every few seconds, or after a while, 10 visits a millisecond of event time. */
import { type DataSummary, dataSet, linePart, partsOfStream, rangeOfPart } from './line-files.ts'
import { drawOf } from './random.ts'

const visitsPerMs = 10
/** One in so many rows is of the same user: a visit every 5 seconds or so. */
const users = 50_000
/** Rows come up to so much before or after their turn. */
const disorderMs = 100
const firstTimeMs = 1_700_000_000_000

/** Makes `folder`/visits with columns user, at, ms. */
export function visits(folder: string, rows: number): DataSummary {
  return dataSet(folder, (unfinished) => {
    let lastTimeMs = 0
    for (let part = 0; part < partsOfStream; part++) {
      const draw = drawOf('visits', part)
      const file = linePart(`${unfinished}/visits`, part)
      const [from, to] = rangeOfPart(part, rows)
      for (let row = from; row < to; row++) {
        const time = firstTimeMs + Math.floor(row / visitsPerMs) + draw.below(2 * disorderMs + 1) - disorderMs
        if (time > lastTimeMs) lastTimeMs = time
        const at = new Date(time).toISOString()
        file.add(`{"user":"user-${draw.below(users)}","at":"${at}","ms":${draw.below(1000)}}`)
      }
      file.close()
    }
    return { lines: rows, files: partsOfStream, lastTimeMs }
  })
}
