/** The tuned program one would write by hand: synchronous reads of 4 MB, one split per block, batched writes. */
import { closeSync, openSync, readSync, writeSync } from 'node:fs'
import { inputs, lineOf, output, parseLine, report } from './web-log-lines.mjs'

const block = Buffer.allocUnsafe(4 << 20)
let rows = 0
let written = 0

function* linesOf(path) {
  const file = openSync(path, 'r')
  let kept = 0
  for (;;) {
    const read = readSync(file, block, kept, block.length - kept, null)
    if (read === 0) break
    const end = kept + read
    const last = block.lastIndexOf(10, end - 1)
    if (last < 0) {
      kept = end
      continue
    }
    yield* block.utf8Slice(0, last).split('\n')
    block.copy(block, 0, last + 1, end)
    kept = end - last - 1
  }
  if (kept > 0) yield block.utf8Slice(0, kept)
  closeSync(file)
}

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
