/**
 * A logical plan as frozen, structured-clone safe data. Option types carry Spark Connect's relation names; a user's
 * operator adds its own by declaration merging:
 * `declare module 'millrace' { interface NodeOptions { everyNth: { n: number } } }`.
 */
import type { Expression } from '../expressions/expression.ts'
import type { Field, Micros, SqlValue } from '../types/data-type.ts'
import type { JoinType } from './join/join-type.ts'
import type { GroupsWithStateNode, MapGroupsNode } from './user-state/group-nodes.ts'
import type { TransformNode } from './user-state/transform-node.ts'

export interface NodeOptions {
  /** A stream or static read of a format; no inputs. Two nodes with one `relation` share one read. */
  source: {
    readonly relation: string
    readonly format: string
    readonly options: readonly (readonly [string, string])[]
    readonly fields: readonly Field[]
    readonly streaming: boolean
    /** A column that the source gives only when it is asked for by name; it is then the last of `fields`. */
    readonly metadata?: Field
  }
  /** Rows given in the program. */
  localRelation: { readonly fields: readonly Field[]; readonly rows: readonly (readonly SqlValue[])[] }
  filter: { readonly condition: Expression }
  /** `closed`: no column that it leaves out can be named above, as behind a pipe of SQL. */
  project: { readonly columns: readonly Expression[]; readonly closed?: true }
  withColumns: { readonly columns: readonly { readonly name: string; readonly value: Expression }[] }
  withColumnsRenamed: { readonly renames: readonly (readonly [string, string])[] }
  drop: { readonly columns: readonly Expression[] }
  toDF: { readonly names: readonly string[] }
  subqueryAlias: { readonly alias: string }
  union: { readonly byName: boolean; readonly allowMissingColumns: boolean }
  withWatermark: { readonly column: string; readonly delay: Micros }
  limit: { readonly n: number }
  offset: { readonly n: number }
  /** `global` false: sortWithinPartitions. `ofBatch`: of each batch of a stream, for functions of groups. */
  sort: { readonly orders: readonly Expression[]; readonly global: boolean; readonly ofBatch?: boolean }
  sample: { readonly fraction: number; readonly seed: bigint }
  /**
   * `append`: what the function gives stands behind the row's columns. `fields` undefined: the input's (filter); of
   * `append` those that are added. `concurrency` undefined: the function gives its results at once.
   */
  mapRows: {
    readonly kind: 'map' | 'flatMap' | 'mapPartitions' | 'filter' | 'append'
    readonly function: string
    readonly fields: readonly Field[] | undefined
    readonly concurrency: number | undefined
  }
  /**
   * GROUP BY. `outputs` is the whole select list, grouping expressions and aggregates in any nesting; `sets` are grouping
   * sets as positions in `grouping`, undefined = one set of all.
   */
  aggregate: {
    readonly grouping: readonly Expression[]
    readonly sets: readonly (readonly number[])[] | undefined
    readonly outputs: readonly Expression[]
  }
  /** Groups of rows through a function of the program. */
  mapGroups: MapGroupsNode
  /** The same of two inputs. */
  coGroup: MapGroupsNode
  /** Groups of rows through a function that keeps state. */
  groupsWithState: GroupsWithStateNode
  /** The same; the second input is the initial state. */
  groupsWithInitialState: GroupsWithStateNode
  /** Groups of rows through a processor with state variables and timers. */
  transformWithState: TransformNode
  /** The same; the second input is the initial state. */
  transformWithInitialState: TransformNode
  /** `columns` undefined: all. */
  deduplicate: { readonly columns: readonly string[] | undefined; readonly withinWatermark: boolean }
  /** By the columns of these names, which come out once, or on a condition over both inputs; neither: all pairs. */
  join: {
    readonly joinType: JoinType
    readonly condition: Expression | undefined
    readonly using: readonly string[] | undefined
    /** Merged columns come out by themselves, too, behind the others, under names that nobody writes. */
    readonly hidden?: boolean
    /** Of an existence join: the name of its column. */
    readonly mark?: string
  }
  /** A scalar subquery's row. */
  singleRow: Record<string, never>
  /** `observation`: id of the object that gets a static frame's metrics; undefined = they go into the progress. */
  collectMetrics: {
    readonly name: string
    readonly observation: string | undefined
    readonly metrics: readonly Expression[]
  }
  setOperation: { readonly kind: 'intersect' | 'except'; readonly all: boolean }
}

export type OperatorName = keyof NodeOptions & string

export interface Node<K extends OperatorName = OperatorName> {
  readonly op: K
  /** Unique within a session; for explain, metrics and state paths. */
  readonly id: number
  readonly options: NodeOptions[K]
  readonly inputs: readonly Node[]
}
