/** KLL sketches as the text that Apache DataSketches prints of them. */
import { type KllKind, kllSize, kllWidth } from './kll-bytes.ts'
import { type KllSketch, type KllValue, kllRoom } from './kll-sketch.ts'

const names = { bigint: 'KllLongsSketch', double: 'KllDoublesSketch', float: 'KllFloatsSketch' } as const

const percent = (part: number) => `${(100 * part).toFixed(3)}%`

/** @param valueText a value as Java prints it */
export function kllText(sketch: KllSketch, kind: KllKind, valueText: (value: KllValue) => string): string {
  const { k, leastK, count, levels, kept, min, max } = sketch
  const room = kllRoom(k, levels.length)
  const lines = {
    K: k,
    'Dynamic min K': leastK,
    M: 8,
    N: count,
    Epsilon: percent(2.296 / leastK ** 0.9723),
    'Epsilon PMF': percent(2.446 / leastK ** 0.9433),
    Empty: count === 0n,
    'Estimation Mode': levels.length > 1,
    Levels: levels.length,
    'Level 0 Sorted': false,
    'Capacity Items': room,
    'Retained Items': kept,
    'Free Space': room - kept,
    ReadOnly: false,
    'Updatable Storage Bytes': 20 + 4 * (levels.length + 1) + (2 + room) * kllWidth[kind],
    'Compact Storage Bytes': kllSize(sketch, kind),
    'Min Item': min === undefined ? 'NaN' : valueText(min),
    'Max Item': max === undefined ? 'NaN' : valueText(max),
  }
  const body = Object.entries(lines).map(([name, value]) => `   ${name.padEnd(23)}: ${value}\n`)
  return `\n### Kll${names[kind]} Summary:\n${body.join('')}### End sketch summary\n`
}
