/**
 * Rows whose array is null or empty give nothing, so they are dropped as early as a filter can be. Below withWatermark
 * this decides the watermark: such rows do not advance it (golden `wm-explode-empty`).
 */
import type { Bound } from '../../expressions/bound.ts'
import type { RowWiseStep } from '../../expressions/row-step.ts'
import type { Schema } from '../../types/schema.ts'
import { booleanType, intType } from '../../types/types.ts'
import { type RowsPlan, schemaAfter } from '../analyze/bound-plan.ts'
import { type RewriteRule, transformUp } from './rewrite-rule.ts'

export const inferFilterFromGenerate: RewriteRule = {
  name: 'inferFilterFromGenerate',
  spark:
    'InferFiltersFromGenerate: explode, posexplode and inline of a plain column, not outer: size(c) > 0, c IS NOT NULL',
  apply: (plan) =>
    transformUp(plan, (one) => {
      if (one.kind !== 'rows') return one
      const steps = one.steps.flatMap((step, at) => inferred(step, one, at))
      return steps.length === one.steps.length ? one : { ...one, steps }
    }),
}

function inferred(step: RowWiseStep, rows: RowsPlan, at: number): readonly RowWiseStep[] {
  if (!('generate' in step) || !step.generate.inferFilter || step.generate.column === undefined) return [step]
  const below = schemaAfter(rows.steps.slice(0, at), rows.input.schema)
  return [{ filter: hasElements(step.generate.column, below) }, { generate: { ...step.generate, inferFilter: false } }]
}

function hasElements(column: number, below: Schema): Bound {
  const { name, type, nullable } = below.fields[column] as Schema['fields'][number]
  const input: Bound = { kind: 'input', index: column, name, type, nullable }
  const call = (named: string, args: readonly Bound[], data?: unknown): Bound => ({
    kind: 'call',
    name: named,
    args,
    type: named === 'size' ? intType : booleanType,
    nullable: named !== 'isnotnull' && nullable,
    ...(data === undefined ? {} : { data }),
  })
  const zero: Bound = { kind: 'literal', type: intType, value: 0, nullable: false }
  const sized = call('>', [call('size', [input], { ansi: true }), zero])
  return call('and', [sized, call('isnotnull', [input])])
}
