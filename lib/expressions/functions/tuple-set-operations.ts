/** Union, intersection and difference of two Tuple sketches, or of a Tuple and a Theta sketch. */
import { binaryType } from '../../types/types.ts'
import { defaultedContext } from '../binder/defaulted-signature.ts'
import { checkCount, exactArgument, signature } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { BindContext, BoundParts, ScalarFunction } from '../scalar-function.ts'
import type { TupleSet } from './sketches/hash-set.ts'
import { thetaOfBytes, tupleOfBytes } from './sketches/read-sketch.ts'
import { nominalBits, tupleBits, tupleMode, tupleParameters } from './sketches/sketch-arguments.ts'
import type { SummaryKind, SummaryMode } from './sketches/summary-mode.ts'
import { tupleBytes } from './sketches/tuple-bytes.ts'
import {
  type SummaryRule,
  TupleUnion,
  tupleDifference,
  tupleIntersection,
  withSummaries,
} from './sketches/tuple-operations.ts'

interface OperationData {
  readonly bits: number
  readonly mode: SummaryMode
}

/** The second sketch, which a Theta sketch may stand for. */
function second(bytes: Uint8Array, theta: boolean, rule: SummaryRule, name: string): TupleSet {
  return theta ? withSummaries(thetaOfBytes(bytes, name), rule) : tupleOfBytes(bytes, rule.kind, name)
}

/** @param sized a size stands before the mode */
function bindOperation(given: readonly Bound[], context: BindContext, sized: boolean): BoundParts {
  const most = sized ? 4 : 3
  checkCount(given, 2, most, context)
  const shown = defaultedContext(context, given, most, [...(sized ? [`${nominalBits}`] : []), 'sum'])
  const args = given.slice(0, 2).map((arg, at) => exactArgument(arg, at, 'binary', shown))
  const bits = sized ? tupleBits(given[2], 2, shown) : nominalBits
  const data: OperationData = { bits, mode: tupleMode(given[most - 1], most - 1, shown) }
  return { args, type: binaryType, nullable: args.some((arg) => arg.nullable), data, text: shown.text }
}

const union = (kind: SummaryKind, theta: boolean): ScalarFunction => ({
  name: `tuple_union_${theta ? 'theta_' : ''}${kind}`,
  summary: theta
    ? 'What is in a Tuple or a Theta sketch, as a Tuple sketch.'
    : 'What is in either of two Tuple sketches, the numbers of a key summed.',
  parameters: tupleParameters('first', 'second'),
  bind: (given, context) => bindOperation(given, context, true),
  evaluate([first, other], { name, data }) {
    const { bits, mode } = data as OperationData
    const rule = { mode, kind }
    const made = new TupleUnion(bits, rule)
    made.add(tupleOfBytes(first as Uint8Array, kind, name))
    made.add(second(other as Uint8Array, theta, rule, name))
    return tupleBytes(made.result(), kind)
  },
})

const intersection = (kind: SummaryKind, theta: boolean): ScalarFunction => ({
  name: `tuple_intersection_${theta ? 'theta_' : ''}${kind}`,
  summary: theta
    ? 'What is in a Tuple and a Theta sketch, as a Tuple sketch.'
    : 'What is in both of two Tuple sketches, the numbers of a key summed.',
  bind: (given, context) => bindOperation(given, context, false),
  evaluate([first, other], { name, data }) {
    const rule = { mode: (data as OperationData).mode, kind }
    const left = tupleOfBytes(first as Uint8Array, kind, name)
    return tupleBytes(tupleIntersection(left, second(other as Uint8Array, theta, rule, name), rule), kind)
  },
})

const difference = (kind: SummaryKind, theta: boolean): ScalarFunction => ({
  name: `tuple_difference_${theta ? 'theta_' : ''}${kind}`,
  summary: `What is in a Tuple sketch but not in ${theta ? 'a Theta sketch' : 'another'}.`,
  bind: signature({ takes: ['binary', 'binary'], gives: binaryType, exact: true }),
  evaluate([first, other], { name }) {
    const left = tupleOfBytes(first as Uint8Array, kind, name)
    return tupleBytes(tupleDifference(left, second(other as Uint8Array, theta, { mode: 0, kind }, name)), kind)
  },
})

/** `tuple_union_*`, `tuple_intersection_*`, `tuple_difference_*`, with `theta_` for the mixed ones. */
export const tupleSetOperations: readonly ScalarFunction[] = (['double', 'integer'] as const).flatMap((kind) =>
  [false, true].flatMap((theta) => [union(kind, theta), intersection(kind, theta), difference(kind, theta)]),
)
