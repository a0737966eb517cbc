/** Sketches out of the bytes of an argument, or Spark's refusal. */
import { MillraceError } from '../../../errors.ts'
import type { HashSet, TupleSet } from './hash-set.ts'
import type { SummaryKind } from './summary-mode.ts'
import { readTheta } from './theta-bytes.ts'
import { readTuple } from './tuple-bytes.ts'

function invalid(kind: 'Theta' | 'Tuple', name: string, by: string): MillraceError {
  const text =
    `Invalid call to \`${name}\`; only valid ${kind} sketch buffers are supported as inputs (such as those produced by the ` +
    `${by} function).`
  return new MillraceError(`${kind.toUpperCase()}_INVALID_INPUT_SKETCH_BUFFER`, text, {
    sqlState: '22000',
    parameters: { function: `\`${name}\`` },
  })
}

/** @throws THETA_INVALID_INPUT_SKETCH_BUFFER */
export function thetaOfBytes(bytes: Uint8Array, name: string): HashSet {
  const set = readTheta(bytes)
  if (set) return set
  throw invalid('Theta', name, '`theta_sketch_agg`')
}

/** @throws TUPLE_INVALID_INPUT_SKETCH_BUFFER */
export function tupleOfBytes(bytes: Uint8Array, kind: SummaryKind, name: string): TupleSet {
  const set = readTuple(bytes, kind)
  if (set) return set
  throw invalid('Tuple', name, 'corresponding `tuple_sketch_agg_*`')
}
