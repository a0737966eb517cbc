import { longType } from '../../types/types.ts'
import { checkCount } from '../binder/signature.ts'
import type { Evaluation } from '../evaluation.ts'
import type { BoundCall, ScalarFunction } from '../scalar-function.ts'

/** Rows that a call has numbered in a run; a run has its own evaluation. */
const counts = new WeakMap<Evaluation, Map<BoundCall, bigint>>()

function next(call: BoundCall, evaluation: Evaluation): bigint {
  let own = counts.get(evaluation)
  if (!own) {
    own = new Map()
    counts.set(evaluation, own)
  }
  const id = own.get(call) ?? 0n
  own.set(call, id + 1n)
  return id
}

export const monotonicallyIncreasingId: ScalarFunction = {
  name: 'monotonically_increasing_id',
  summary: 'A number for each row, from 0; on static frames only.',
  deterministic: false,
  bind(args, context) {
    checkCount(args, 0, 0, context)
    return { args, type: longType, nullable: false }
  },
  evaluate: (_, call, evaluation) => next(call, evaluation),
}
