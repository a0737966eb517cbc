/** Parts of an expression that have one value for ever become literals (Spark's `ConstantFolding`). */
import { MillraceError } from '../errors.ts'
import type { Bound } from './bound.ts'
import type { Evaluation } from './evaluation.ts'
import { structField } from './extract/extractions.ts'
import { isFoldable } from './foldable.ts'
import { type InterpretContext, interpreter } from './interpret.ts'
import { mapOperands } from './map-operands.ts'
import type { RowStep } from './row-step.ts'
import { withSpecialTimes } from './special-times.ts'

/**
 * Folds an expression. What raises stays as it is, so that it raises only for rows that come to it: `1 / 0` behind a
 * condition that is never true.
 */
export function foldConstants(bound: Bound, context: InterpretContext): Bound {
  if (bound.kind === 'literal' || bound.kind === 'input' || bound.kind === 'lambdaVariable') return bound
  if (bound.kind !== 'lambda' && isFoldable(bound, context.functions)) {
    // What reads the batch's time (`'03:04:05'` as a timestamp means that day) is constant within a batch only.
    let timeless = true
    const evaluation: Evaluation = {
      ...context.evaluation,
      get batchTime() {
        timeless = false
        return context.evaluation.batchTime
      },
    }
    try {
      const value = interpreter(bound, { ...context, evaluation })([])
      if (timeless) return { kind: 'literal', type: bound.type, value, nullable: value === null }
    } catch (error) {
      if (!(error instanceof MillraceError)) throw error
    }
  }
  const folded = mapOperands(bound, (operand) => foldConstants(operand, context))
  return madeField(folded) ?? folded
}

/** The field of a struct that is made on the spot, alone: `window.start` needs no window (Spark: SimplifyExtractValueOps). */
function madeField(bound: Bound): Bound | undefined {
  if (bound.kind !== 'call' || bound.name !== structField.name) return undefined
  const [struct] = bound.args
  if (struct?.kind !== 'call' || struct.name !== 'named_struct') return undefined
  return struct.args[2 * (bound.data as { readonly position: number }).position + 1]
}

/** Folds the expressions of row steps. */
export function foldSteps(steps: readonly RowStep[], context: InterpretContext): readonly RowStep[] {
  const folded = (bound: Bound) => foldConstants(withSpecialTimes(bound, context), context)
  return steps.map((step) =>
    'filter' in step
      ? { filter: folded(step.filter) }
      : { project: step.project.map(({ field, value }) => ({ field, value: folded(value) })) },
  )
}
