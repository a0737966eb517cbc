/** What KLL functions take, and Spark's refusals. */
import { MillraceError } from '../../../errors.ts'
import { exactArgument } from '../../binder/signature.ts'
import type { Bound } from '../../bound.ts'
import type { BindContext } from '../../scalar-function.ts'
import { type KllKind, readKll } from './kll-bytes.ts'
import type { KllSketch } from './kll-sketch.ts'
import { outOfRange, steering } from './sketch-arguments.ts'

/** For each type its functions: `kll_sketch_get_n_bigint`. */
export const kllKinds = ['bigint', 'double', 'float'] as const

/** @throws KLL_INVALID_INPUT_SKETCH_BUFFER */
export function kllOf(bytes: Uint8Array, kind: KllKind, name: string): KllSketch {
  const sketch = readKll(bytes, kind)
  if (sketch) return sketch
  throw invalidKll(name)
}

export function invalidKll(name: string): MillraceError {
  const text =
    `Invalid call to \`${name}\`; only valid KLL sketch buffers are supported as inputs (such as those produced by the ` +
    '`kll_sketch_agg` function).'
  return new MillraceError('KLL_INVALID_INPUT_SKETCH_BUFFER', text, {
    sqlState: '22000',
    parameters: { function: `\`${name}\`` },
  })
}

/** The size that was asked for. @throws DATATYPE_MISMATCH.* */
export function kllSizeOf(given: Bound | undefined, context: BindContext): number | undefined {
  if (given === undefined) return undefined
  const k = steering(exactArgument(given, 1, 'int', context), 'k', 'int', context) as number
  if (k >= 8 && k <= 65535) return k
  const text = `For function \`${context.name}\`, the k parameter must be between 8 and 65535 (inclusive), but got ${k}.`
  throw outOfRange(context, 'KLL_SKETCH_K_OUT_OF_RANGE', text, '22003')
}
