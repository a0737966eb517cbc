/** What Tuple sketches say in one number: their estimate, their threshold, the sum over their keys. */
import { doubleType, longType } from '../../types/types.ts'
import { defaultedContext } from '../binder/defaulted-signature.ts'
import { checkCount, exactArgument, signature } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { estimateOf, thetaOf } from './sketches/hash-set.ts'
import { tupleOfBytes } from './sketches/read-sketch.ts'
import { tupleMode } from './sketches/sketch-arguments.ts'
import { type SummaryKind, type SummaryMode, summed } from './sketches/summary-mode.ts'

const bind = signature({ takes: ['binary'], gives: doubleType, exact: true })

const estimate = (kind: SummaryKind): ScalarFunction => ({
  name: `tuple_sketch_estimate_${kind}`,
  summary: 'About how many different keys a Tuple sketch has seen.',
  bind,
  evaluate: ([sketch], { name }) => estimateOf(tupleOfBytes(sketch as Uint8Array, kind, name)),
})

const theta = (kind: SummaryKind): ScalarFunction => ({
  name: `tuple_sketch_theta_${kind}`,
  summary: 'The part of all keys that a Tuple sketch has kept: 1 as long as it has kept all.',
  bind,
  evaluate: ([sketch], { name }) => thetaOf(tupleOfBytes(sketch as Uint8Array, kind, name)),
})

/** The numbers of all kept keys in one; 0 when there is none. */
function total(values: Float64Array, mode: SummaryMode): number {
  if (mode === 3) return values.length
  if (values.length === 0) return 0
  return values.reduce((held, value) => summed(held, value, mode, 'double'))
}

const summary = (kind: SummaryKind): ScalarFunction => ({
  name: `tuple_sketch_summary_${kind}`,
  summary: 'The numbers of the keys that a Tuple sketch has kept, by sum, min, max or alwaysone (how many).',
  bind(given, context) {
    checkCount(given, 1, 2, context)
    const shown = defaultedContext(context, given, 2, ['sum'])
    const [first, second] = given as readonly [Bound, Bound?]
    const input = exactArgument(first, 0, 'binary', shown)
    const data = { mode: tupleMode(second, 1, shown) }
    const type = kind === 'double' ? doubleType : longType
    return { args: [input], type, nullable: input.nullable, data, text: shown.text }
  },
  evaluate([sketch], { name, data }) {
    const { values } = tupleOfBytes(sketch as Uint8Array, kind, name)
    const number = total(values, (data as { readonly mode: SummaryMode }).mode)
    return kind === 'double' ? number : BigInt(number)
  },
})

/** `tuple_sketch_estimate_*`, `tuple_sketch_theta_*`, `tuple_sketch_summary_*`. */
export const tupleSketchNumbers: readonly ScalarFunction[] = (['double', 'integer'] as const).flatMap((kind) => [
  estimate(kind),
  theta(kind),
  summary(kind),
])
