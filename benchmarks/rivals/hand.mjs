/** The tuned program one would write by hand: synchronous reads of 4 MB, one split per block, batched writes. */
import { closeSync, openSync, writeSync } from 'node:fs'
import { linesOf } from './lines-of-file.mjs'
import { inputs, lineOf, output, parseLine, report } from './web-log-lines.mjs'

let rows = 0
let written = 0

for (const path of inputs()) {
  const file = openSync(`${output}/${path.split('/').pop()}`, 'w')
  let lines = []
  for (const line of linesOf(path)) {
    rows++
    const record = parseLine(line)
    if (record === null) continue
    written++
    if (lines.push(lineOf(record)) === 8192) {
      writeSync(file, `${lines.join('\n')}\n`)
      lines = []
    }
  }
  if (lines.length > 0) writeSync(file, `${lines.join('\n')}\n`)
  closeSync(file)
}
report('node', { rows, written })
