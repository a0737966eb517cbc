/** How many rows of a source went into an epoch, as Spark's progress counts them. */
import type { PhysicalPlan, ReadPlan } from './physical-plan.ts'

/**
 * Rows of a relation: once for each branch of a union that reads it, once for all sides of a join, which in Spark share
 * one exchange (golden ssjoin-self; a union of a frame with itself was recorded as 2 rows for 1). Here the source is
 * read once in either case.
 *
 * @param rowsOf rows that a read gave
 */
export function rowsRead(plan: PhysicalPlan, relation: string, rowsOf: (read: ReadPlan) => number): number {
  switch (plan.kind) {
    case 'scan':
      return plan.read.node.options.relation === relation ? rowsOf(plan.read) : 0
    case 'rows':
      return rowsRead(plan.input, relation, rowsOf)
    case 'operator': {
      const counts = plan.inputs.map((input) => rowsRead(input, relation, rowsOf))
      return plan.definition.name === 'union' ? counts.reduce((sum, rows) => sum + rows, 0) : Math.max(0, ...counts)
    }
  }
}
