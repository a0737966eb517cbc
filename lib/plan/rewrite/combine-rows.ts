/** Row steps over row steps become one list, in order. */
import type { RewriteRule } from './rewrite-rule.ts'
import { transformUp } from './rewrite-rule.ts'

export const combineRows: RewriteRule = {
  name: 'combineRows',
  spark: 'CombineFilters, CollapseProject: neighbours are evaluated together; the order of predicates stays',
  apply: (plan) =>
    transformUp(plan, (one) => {
      if (one.kind !== 'rows') return one
      if (one.input.kind === 'rows')
        return { ...one, steps: [...one.input.steps, ...one.steps], input: one.input.input }
      return one
    }),
}
