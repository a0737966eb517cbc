/** Session windows as analysis hands them to the operator. */
import { aggregates } from '../../lib/expressions/aggregates/index.ts'
import type { Bound } from '../../lib/expressions/bound.ts'
import type { BoundAggregate, SessionAggregateOptions } from '../../lib/plan/aggregate/bound-aggregate.ts'
import { sessionAggregate } from '../../lib/plan/aggregate/session-aggregate.ts'
import type { AnyDefinition } from '../../lib/plan/operator-registry.ts'
import { longType } from '../../lib/types/types.ts'
import type { StatefulRun } from './stateful-stage.ts'

/** An aggregate over columns of longs. */
export function bound(name: string, columns: readonly number[], filter?: number): BoundAggregate {
  const args = columns.map(
    (index): Bound => ({ kind: 'input', index, name: `c${index}`, type: longType, nullable: true }),
  )
  const found = aggregates.get(name)
  if (!found) throw new Error(`no aggregate is called ${name}`)
  const context = { ansi: true, zone: 'UTC', name, text: name, cast: (input: Bound) => input }
  // count(*) is not bound: it has no argument left.
  const { type, nullable, data } =
    args.length === 0 ? { type: longType, nullable: false } : found.bind(args, context as never)
  const call = { name, args: args.map((one) => ({ type: one.type, nullable: one.nullable })), type, data }
  return { name, call, nullable, args: columns, ...(filter === undefined ? {} : { filter }) }
}

export function sessions(options: SessionAggregateOptions): StatefulRun {
  return { definition: sessionAggregate as AnyDefinition, options }
}
