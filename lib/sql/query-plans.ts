/** What the pieces of the planner of queries see of each other. */
import type { Node, NodeOptions, OperatorName } from '../plan/nodes.ts'
import type { Schema } from '../types/schema.ts'
import type { ConstantContext } from './inline-table.ts'
import type { OuterRows } from './outer-rows.ts'
import type { QueryCursor } from './query-cursor.ts'
import type { Place, Query, Relation } from './statement.ts'

/** What a query may name. */
export interface SqlScope extends ConstantContext {
  /** The plan of a view or table, undefined when there is none of that name. */
  table(path: readonly string[]): Node | undefined
  /** Column `id` LONG: end; start, end; start, end, step; a number of partitions behind it has no meaning here. */
  range(args: readonly bigint[]): Node
  /** Rows of a query that names itself. */
  recursive(query: RecursiveQuery): Node
}

/** A query of WITH RECURSIVE, its parts as plans. */
export interface RecursiveQuery {
  readonly schema: Schema
  readonly anchor: Node
  /** The plan of the rows that follow from others. */
  step(rows: Node): Node
  /** Rounds after which it is given up; undefined: as many as the session lets. */
  readonly rounds: number | undefined
  /** No more rows than these are asked for. */
  readonly rows?: number
}

/** What changes where a query is planned within another. */
export interface PlaceChange {
  readonly cursor?: QueryCursor
  readonly named?: ReadonlyMap<string, Node>
  readonly outer?: OuterRows | undefined
}

/** The planner of queries at one place of a text. */
export interface QueryPlans {
  readonly cursor: QueryCursor
  readonly scope: SqlScope
  /** Queries of WITH by lower-case name. */
  readonly named: ReadonlyMap<string, Node>
  /** The rows around a correlated subquery; its plan has their columns behind its own. */
  readonly outer: OuterRows | undefined

  query(query: Query): Node
  relation(relation: Relation): Node
  /** A node whose mistakes are found now, with their place. */
  node<K extends OperatorName>(place: Place, op: K, options: NodeOptions[K], inputs: readonly Node[]): Node
  schema(node: Node): Schema
  at(change: PlaceChange): QueryPlans
}
