/** Spark's refusals of HyperLogLog sketches. */
import { MillraceError } from '../../../errors.ts'
import { readHll } from './hll-bytes.ts'
import type { HllSketch } from './hll-sketch.ts'

/** @throws HLL_INVALID_INPUT_SKETCH_BUFFER */
export function hllOf(bytes: Uint8Array, name: string): HllSketch {
  const sketch = readHll(bytes)
  if (sketch) return sketch
  const text =
    `Invalid call to \`${name}\`; only valid HLL sketch buffers are supported as inputs (such as those produced by the ` +
    '`hll_sketch_agg` function).'
  throw new MillraceError('HLL_INVALID_INPUT_SKETCH_BUFFER', text, {
    sqlState: '22546',
    parameters: { function: `\`${name}\`` },
  })
}

/** @throws HLL_UNION_DIFFERENT_LG_K */
export function checkSameSize(left: number, right: number, allowed: boolean, name: string): void {
  if (allowed || left === right) return
  const text =
    `Sketches have different \`lgConfigK\` values: ${left} and ${right}. Set the \`allowDifferentLgConfigK\` parameter to ` +
    `true to call \`${name}\` with different \`lgConfigK\` values.`
  throw new MillraceError('HLL_UNION_DIFFERENT_LG_K', text, {
    sqlState: '22000',
    parameters: { left: `${left}`, right: `${right}`, function: `\`${name}\`` },
  })
}
