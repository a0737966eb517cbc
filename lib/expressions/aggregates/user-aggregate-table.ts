/**
 * What a program says of an aggregate of its own (Spark's `Aggregator`). A plan holds only its id; the functions stand in
 * one table of the process, as those of `udf` do.
 */
import type { DataType } from '../../types/data-type.ts'
import { refuseAsync } from '../user-function.ts'

/** What a program wrote; values are those that rows hold, null for NULL. */
export interface UserAggregator {
  readonly zero: () => unknown
  readonly reduce: (buffer: never, ...values: readonly never[]) => unknown
  readonly merge: (a: never, b: never) => unknown
  readonly finish: (buffer: never) => unknown
}

export interface UserAggregateDefinition {
  /** For names of columns and messages. */
  readonly name: string
  readonly aggregator: UserAggregator
  /** Types that arguments are cast to; undefined = as they come. */
  readonly takes: readonly DataType[] | undefined
  readonly gives: DataType
  /** What `zero`, `reduce` and `merge` give, as it is kept in the state. */
  readonly buffer: DataType
  readonly deterministic: boolean
}

const table = new Map<string, UserAggregateDefinition>()

/** The user's aggregates of the process, by id. */
export const userAggregateTable: ReadonlyMap<string, UserAggregateDefinition> = table

/** Puts an aggregate into the table. @returns its id, by which expressions call it @throws MILLRACE_ASYNC_FUNCTION */
export function addUserAggregate(definition: UserAggregateDefinition): string {
  const { name, aggregator } = definition
  for (const part of ['zero', 'reduce', 'merge', 'finish'] as const) {
    refuseAsync({ name: `${name}.${part}`, body: aggregator[part] })
  }
  const id = `udaf-${table.size + 1}`
  table.set(id, definition)
  return id
}
