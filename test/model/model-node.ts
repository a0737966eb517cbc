/** The tree that a scenario's plan becomes in the model: what each operator needs to know, no more. */
import type { Bound } from '../../lib/expressions/bound.ts'
import type { Field, SqlValue } from '../../lib/types/data-type.ts'
import type { Row } from './model-expression.ts'
import type { JoinSide, JoinType } from './model-join.ts'

interface Common {
  readonly fields: readonly Field[]
}

/** Where a row's event time stands; `end`: it is the end of the window there. */
export interface EventTime {
  readonly column: number
  readonly end: boolean
}

/** What a filter keeps, the columns that it reads, and its expression while it still stands on the columns it names. */
export interface Condition {
  readonly read: readonly number[]
  readonly keep: (row: Row) => boolean
  readonly bound?: Bound
  /** Spark added it after it had asked what follows from what: nothing more follows from it. */
  readonly inferred?: boolean
}

/** A join before its conditions have found their places; they are on the columns of both sides. */
export interface OpenJoin extends Common {
  readonly kind: 'open'
  readonly id: number
  readonly how: JoinType
  readonly inputs: readonly [ModelNode, ModelNode]
  readonly on: readonly Condition[]
  /** Conditions from above that go to one side. */
  readonly below: readonly Condition[]
  readonly valueOf: (bound: Bound) => (row: Row) => SqlValue
}

export interface Join extends Common {
  readonly kind: 'join'
  readonly id: number
  readonly how: JoinType
  readonly sides: readonly [JoinSide, JoinSide]
  /** What else a pair has to fulfil. */
  readonly residual: readonly Condition[]
}

export interface Aggregate extends Common {
  readonly kind: 'aggregate'
  readonly input: ModelNode
  readonly id: number
  /** The keys a row counts for: one list, or one for each grouping set. */
  readonly keysOf: (row: Row) => readonly Row[]
  /** Where among the keys the event time is. */
  readonly event: EventTime | undefined
  /** Which key is the session. */
  readonly session: number | undefined
  /** Without keys there is one group, also without rows. */
  readonly global: boolean
  /** The column of the input that a key is. */
  readonly origin: (at: number) => number | undefined
  /** Columns of the input that keys and functions read. */
  readonly reads: readonly number[]
  /** How many keys there are; what it gives begins with them. */
  readonly keys: number
  /** A condition on what it gives as one on its input, when it reads only keys. */
  readonly below: (condition: Condition) => Condition | undefined
  readonly finish: (keys: Row, rows: readonly Row[]) => Row
}

export interface Deduplicate extends Common {
  readonly kind: 'deduplicate'
  readonly input: ModelNode
  readonly id: number
  /** The columns that tell rows apart. */
  readonly columns: readonly number[]
  readonly event: EventTime | undefined
  /** The event time is one of the columns that tell rows apart. */
  readonly timed: boolean
  /** dropDuplicatesWithinWatermark: how long after its first row a key is kept, in µs. */
  readonly within: bigint | undefined
}

export type ModelNode =
  | (Common & { readonly kind: 'source'; readonly name: string })
  | (Common & {
      readonly kind: 'rows'
      readonly input: ModelNode
      readonly each: (row: Row) => readonly Row[]
      /** Columns of the input that are read to give some of the columns. */
      readonly reads: (needed: readonly number[]) => readonly number[]
      /** A condition on its columns as one on the input's, when it can be that. */
      readonly below: (condition: Condition) => Condition | undefined
      /** The column of the input that a column is. */
      readonly origin: (at: number) => number | undefined
      /** What all its rows fulfil, when it is a filter. */
      readonly holds?: Condition
    })
  | (Common & {
      readonly kind: 'watermark'
      readonly input: ModelNode
      readonly id: number
      readonly column: number
      readonly delayMs: number
    })
  | (Common & { readonly kind: 'union'; readonly inputs: readonly ModelNode[] })
  | (Common & { readonly kind: 'limit'; readonly input: ModelNode; readonly id: number; readonly n: number })
  | (Common & { readonly kind: 'sort'; readonly input: ModelNode; readonly compare: (a: Row, b: Row) => number })
  | (Common & { readonly kind: 'table'; readonly rows: readonly Row[] })
  | Aggregate
  | Deduplicate
  | OpenJoin
  | Join

/** What the model leaves to other tests. */
export class NotModelled extends Error {}

/** A column's event-time tag: only one column of a stream has one (golden/wm-lost-by-derivation). */
export function eventTime(fields: readonly Field[]): EventTime | undefined {
  const column = fields.findIndex((one) => one.metadata?.watermarkDelay !== undefined)
  return column < 0 ? undefined : { column, end: fields[column]?.type.kind === 'struct' }
}

/** The nodes directly below. */
export function inputsOf(node: ModelNode): readonly ModelNode[] {
  if (node.kind === 'union' || node.kind === 'open') return node.inputs
  if (node.kind === 'join') return node.sides.map((one) => one.input)
  return node.kind === 'source' || node.kind === 'table' ? [] : [node.input]
}

/** Whether rows of a stream come from a node. */
export function isStreaming(node: ModelNode): boolean {
  return node.kind === 'source' || inputsOf(node).some(isStreaming)
}

/** Whether both sides of a join are streams. */
export function isStreamJoin(join: Join): boolean {
  return join.sides.every((one) => isStreaming(one.input))
}

/** The plan's nodes, the last operator first, as Spark lists them. */
export function nodes(node: ModelNode): readonly ModelNode[] {
  return [node, ...inputsOf(node).flatMap(nodes)]
}
