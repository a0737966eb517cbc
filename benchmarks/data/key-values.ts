/** Many keys: each row has one of half as many keys as there are rows, so that 86 % of them occur. */
import { type DataSummary, dataSet, linePart, partsOfStream, rangeOfPart } from './line-files.ts'
import { drawOf } from './random.ts'

/** Makes `folder`/rows with columns k and v. */
export function keyValues(folder: string, rows: number): DataSummary {
  return dataSet(folder, (unfinished) => {
    const keys = Math.max(1, Math.floor(rows / 2))
    for (let part = 0; part < partsOfStream; part++) {
      const draw = drawOf('key values', part)
      const file = linePart(`${unfinished}/rows`, part)
      const [from, to] = rangeOfPart(part, rows)
      for (let row = from; row < to; row++) file.add(`{"k":${draw.below(keys)},"v":${draw.below(1000)}}`)
      file.close()
    }
    return { lines: rows, files: partsOfStream, lastTimeMs: 0 }
  })
}
