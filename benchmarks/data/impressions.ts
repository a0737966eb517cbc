/** Impressions of ads, 2,000 a second, each once, and clicks up to two minutes after them, about half within one. */
import { type DataSummary, dataSet, isoTimes, linePart, partsOfStream, rangeOfPart } from './line-files.ts'
import { drawOf } from './random.ts'

const firstTimeMs = 1_700_000_000_000
const impressionsPerMs = 2
/** Impressions come up to two seconds before or after their turn. */
const disorderMs = 2000
/** A click is for one of the last so many impressions, and no later than so much after the newest. */
const clickedRange = 100_000
const longestMs = 120_000
const aheadMs = 60_000

/** Makes `folder`/impressions and `folder`/clicks, `rows` lines each, in `parts` files each. */
export function impressions(folder: string, rows: number, parts = partsOfStream): DataSummary {
  return dataSet(folder, (unfinished) => {
    const iso = isoTimes()
    const turn = (row: number) => firstTimeMs + Math.floor(row / impressionsPerMs)
    const line = (ad: number, time: number) => `{"ad":${ad},"ts":"${iso(time)}"}`
    for (let part = 0; part < parts; part++) {
      const draw = drawOf('impressions', part)
      const [from, to] = rangeOfPart(part, rows, parts)
      const shown = linePart(`${unfinished}/impressions`, part)
      for (let row = from; row < to; row++) shown.add(line(row, turn(row) + draw.below(2 * disorderMs) - disorderMs))
      shown.close()
      const clicks = Array.from({ length: to - from }, (_, at) => {
        const ad = Math.max(0, from + at - draw.below(clickedRange))
        return { ad, time: Math.min(turn(ad) + draw.below(longestMs), turn(from + at) + aheadMs) }
      })
      const clicked = linePart(`${unfinished}/clicks`, part)
      for (const { ad, time } of clicks.sort((a, b) => a.time - b.time)) clicked.add(line(ad, time))
      clicked.close()
    }
    return { lines: 2 * rows, files: parts, lastTimeMs: turn(rows) }
  })
}
