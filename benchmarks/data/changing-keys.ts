/** Every key once in a first file, then files that change one of a hundred keys each. */
import { type DataSummary, dataSet, linePart } from './line-files.ts'
import { drawOf } from './random.ts'

/** How many files of changes there are, besides one for after the restart. */
export const changeFiles = 20
const changedShare = 0.01

/** Makes `folder`/rows with the keys and the changes, and `folder`/after with one more file of changes. */
export function changingKeys(folder: string, keys: number): DataSummary {
  return dataSet(folder, (unfinished) => {
    const changed = Math.floor(keys * changedShare)
    const all = linePart(`${unfinished}/rows`, 0)
    for (let key = 0; key < keys; key++) all.add(`{"k":${key},"v":${key % 1000}}`)
    all.close()
    for (let part = 1; part <= changeFiles + 1; part++) {
      const draw = drawOf('changing keys', part)
      const file = linePart(`${unfinished}/${part <= changeFiles ? 'rows' : 'after'}`, part)
      for (let row = 0; row < changed; row++) file.add(`{"k":${draw.below(keys)},"v":${draw.below(1000)}}`)
      file.close()
    }
    return { lines: keys + (changeFiles + 1) * changed, files: 1, lastTimeMs: 0 }
  })
}
