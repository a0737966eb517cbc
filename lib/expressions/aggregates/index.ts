/** The aggregate functions of Spark SQL that the package has; adding one is its file and its line here. */
import { invariant } from '../../errors.ts'
import type { AggregateFunction } from './aggregate-function.ts'
import { avg } from './avg.ts'
import { count } from './count.ts'
import { max } from './max.ts'
import { min } from './min.ts'
import { sum } from './sum.ts'

/** In the order of docs/functions.md. */
export const aggregateFunctions: readonly AggregateFunction[] = [count, sum, avg, min, max]

/** By lower-case name, aliases included. */
export const aggregates: ReadonlyMap<string, AggregateFunction> = named(aggregateFunctions)

function named(definitions: readonly AggregateFunction[]): ReadonlyMap<string, AggregateFunction> {
  const byName = new Map<string, AggregateFunction>()
  for (const definition of definitions) {
    for (const name of [definition.name, ...(definition.aliases ?? [])]) {
      invariant(!byName.has(name), `two aggregate functions are called ${name}`)
      byName.set(name, definition)
    }
  }
  return byName
}
