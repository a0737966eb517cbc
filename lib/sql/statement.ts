/** SQL statements as data, as the parser makes them: nothing is looked up yet. */
import type { Expression } from '../expressions/expression.ts'
import type { JoinType } from '../plan/join/join-type.ts'
import type { DataType } from '../types/data-type.ts'

/** A run of tokens, for errors: indexes into the cursor's tokens, `last` exclusive. */
export interface Place {
  readonly first: number
  readonly last: number
}

/** `AS name`, `AS name (a, b)`, `AS (a, b)`. */
export interface RelationAlias {
  readonly name: string | undefined
  readonly columns: readonly string[] | undefined
}

/** What may stand behind FROM. */
export type Relation = { readonly alias: RelationAlias | undefined; readonly place: Place } & (
  | { readonly kind: 'table'; readonly path: readonly string[]; readonly streaming: boolean }
  /** `open`: its columns keep what they are qualified by, as those of a pipe do. */
  | { readonly kind: 'query'; readonly query: Query; readonly open?: boolean }
  /** `VALUES (1, 'a'), (2, 'b')` */
  | { readonly kind: 'values'; readonly rows: readonly (readonly Expression[])[] }
  /** `range(10)`, `explode(array(1, 2))` */
  | { readonly kind: 'function'; readonly call: Call }
  | Join
  /** `LATERAL VIEW [OUTER] explode(c) name AS a`, `…, LATERAL explode(c)`: rows of a generator beside each of the input's. */
  | {
      readonly kind: 'generate'
      readonly input: Relation
      readonly call: Call
      readonly outer: boolean
      /** Its columns may be null by their type: an outer join's. */
      readonly nullable: boolean
      readonly name: string | undefined
      readonly columns: readonly string[]
    }
  /** `…, LATERAL (SELECT …)`, `… LEFT JOIN LATERAL explode(c) ON …`: what may name the columns of the input. */
  | {
      readonly kind: 'lateral'
      readonly input: Relation
      readonly right: Relation
      readonly type: JoinType
      readonly condition: Expression | undefined
    }
  /** `… JOIN LATERAL explode(c) ON condition` */
  | { readonly kind: 'filtered'; readonly input: Relation; readonly condition: Expression }
  /** `PIVOT (sum(v) FOR d IN ('x', 'y'))` */
  | {
      readonly kind: 'pivot'
      readonly input: Relation
      readonly aggregates: readonly Expression[]
      readonly columns: readonly string[]
      readonly values: readonly Expression[]
    }
  /** `UNPIVOT (value FOR name IN (a, b))` */
  | {
      readonly kind: 'unpivot'
      readonly input: Relation
      readonly includeNulls: boolean
      readonly values: readonly string[]
      readonly name: string
      readonly sources: readonly UnpivotColumns[]
    }
  /** `TABLESAMPLE (10 PERCENT)` */
  | { readonly kind: 'sample'; readonly input: Relation; readonly sample: Sample }
  /** `WATERMARK ts DELAY OF INTERVAL 10 SECONDS`; an expression with a name becomes a column. */
  | {
      readonly kind: 'watermark'
      readonly input: Relation
      readonly column: Expression
      readonly delay: Expression
    }
)

/** Columns that become the values of one row. */
export interface UnpivotColumns {
  readonly columns: readonly (readonly string[])[]
  readonly alias: string | undefined
}

/** A part of the rows, or so many of them. */
export interface Sample {
  readonly fraction: number | undefined
  readonly rows: Expression | undefined
  readonly seed: bigint | undefined
  readonly place: Place
}

type Call = Extract<Expression, { readonly kind: 'call' }>

/** `a JOIN b ON …`, `a, b` */
export interface Join {
  readonly kind: 'join'
  readonly left: Relation
  readonly right: Relation
  readonly type: JoinType
  readonly condition: Expression | undefined
  readonly using: readonly string[] | undefined
  readonly natural: boolean
  /** The token where the join begins: what its condition does wrong is marked there. */
  readonly word: number
}

/** GROUP BY, with the sets that ROLLUP, CUBE and GROUPING SETS mean. */
export interface Grouping {
  /** undefined: GROUP BY ALL. */
  readonly keys: readonly Expression[] | undefined
  /** undefined: one set, of all keys. */
  readonly sets: readonly (readonly Expression[])[] | undefined
  readonly place: Place
}

/** What gives rows. */
/** Rows of a select list that are kept, by its window functions. */
export interface Qualify {
  readonly condition: Expression
  readonly place: Place
}

export type Query =
  | {
      readonly kind: 'select'
      readonly items: readonly Expression[]
      readonly itemsPlace: Place
      /** undefined: one row without columns. */
      readonly from: Relation | undefined
      readonly where: Expression | undefined
      readonly wherePlace: Place
      readonly grouping: Grouping | undefined
      readonly having: Expression | undefined
      readonly havingPlace: Place
      readonly qualify?: Qualify | undefined
      /** The operator of a pipe that the list is of. */
      readonly pipe?: 'EXTEND' | 'AGGREGATE'
      readonly distinct: boolean
    }
  /** `TABLE t`, `FROM t`, `VALUES …` as they stand. */
  | { readonly kind: 'relation'; readonly relation: Relation }
  | {
      readonly kind: 'union'
      readonly all: boolean
      readonly left: Query
      readonly right: Query
      readonly place: Place
    }
  | {
      readonly kind: 'setOperation'
      readonly operation: 'intersect' | 'except'
      readonly all: boolean
      readonly left: Query
      readonly right: Query
      readonly place: Place
    }
  | {
      readonly kind: 'sort'
      readonly input: Query
      /** Of a star: by every column (ORDER BY ALL). */
      readonly orders: readonly Expression[]
      /** false: SORT BY. */
      readonly global: boolean
      readonly place: Place
    }
  /** DISTRIBUTE BY: says nothing about the rows, but must name columns. */
  | {
      readonly kind: 'spread'
      readonly input: Query
      readonly expressions: readonly Expression[]
      readonly place: Place
    }
  | { readonly kind: 'limit' | 'offset'; readonly input: Query; readonly count: Expression; readonly place: Place }
  | { readonly kind: 'with'; readonly names: readonly NamedQuery[]; readonly recursive: boolean; readonly input: Query }
  /** `|> SET a = 1`, `|> DROP a`, over columns that are there. */
  | {
      readonly kind: 'assign'
      readonly input: Query
      readonly values: readonly { readonly name: string; readonly value: Expression }[]
      readonly place: Place
    }

/** `name (a, b) AS (query)` of WITH. */
export interface NamedQuery {
  readonly name: string
  readonly columns: readonly string[] | undefined
  readonly query: Query
  readonly place: Place
  /** Where its query stands. */
  readonly body: Place
  /** MAX RECURSION LEVEL. */
  readonly rounds: number | undefined
}

/** A column of a view with another name than the query gives it. */
export interface ViewColumn {
  readonly name: string
  readonly comment: string | undefined
}

/** The name of a session variable, and where it stands. */
export interface VariableName {
  readonly path: readonly string[]
  readonly place: Place
}

/** A parameter of a function that SQL makes. */
export interface RoutineParameter {
  readonly name: string
  readonly type: DataType
  readonly initial: PlacedValue | undefined
}

/** An expression of a command, and where it stands. */
export interface PlacedValue {
  readonly value: Expression
  readonly text: string
  readonly place: Place
}

export type Statement =
  | { readonly kind: 'query'; readonly query: Query }
  | {
      readonly kind: 'createView'
      readonly name: string
      readonly global: boolean
      readonly replace: boolean
      readonly columns: readonly ViewColumn[] | undefined
      readonly query: Query
      /** The query's. */
      readonly text: string
    }
  /** `CREATE TEMP VIEW v (schema) USING format OPTIONS (…)` */
  | {
      readonly kind: 'createSourceView'
      readonly name: string
      readonly global: boolean
      readonly replace: boolean
      readonly format: string
      /** DDL. */
      readonly schema: string | undefined
      readonly options: readonly (readonly [string, string])[]
    }
  | {
      readonly kind: 'dropView'
      readonly path: readonly string[]
      readonly ifExists: boolean
    }
  | {
      readonly kind: 'showTables'
      /** `tableName` for SHOW TABLES, `viewName` for SHOW VIEWS. */
      readonly column: 'tableName' | 'viewName'
      /** Only those of this namespace and the session's own. */
      readonly namespace: readonly string[] | undefined
      readonly pattern: string | undefined
    }
  | {
      readonly kind: 'showFunctions'
      readonly namespace: readonly string[] | undefined
      readonly only: 'user' | 'system' | undefined
      readonly pattern: string | undefined
    }
  | { readonly kind: 'showColumns' | 'showProperties'; readonly query: Query }
  /** What Spark shows of tables that are kept somewhere, and of no temporary view. */
  | { readonly kind: 'showTable'; readonly what: 'SHOW CREATE TABLE' | 'SHOW PARTITIONS'; readonly query: Query }
  | {
      readonly kind: 'showNamespaces'
      readonly namespace: readonly string[] | undefined
      readonly pattern: string | undefined
    }
  | { readonly kind: 'showCatalogs'; readonly pattern: string | undefined }
  | { readonly kind: 'showNamespace' }
  | { readonly kind: 'describe'; readonly query: Query }
  | { readonly kind: 'describeColumn'; readonly query: Query; readonly path: readonly string[] }
  | { readonly kind: 'describeFunction'; readonly path: readonly string[]; readonly place: Place }
  | { readonly kind: 'describeNamespace'; readonly path: readonly string[] }
  | { readonly kind: 'use'; readonly path: readonly string[] }
  | { readonly kind: 'refresh'; readonly path: readonly string[]; readonly place: Place }
  /** `SET` alone lists, `SET key` shows, `SET key=value` sets. */
  | { readonly kind: 'set'; readonly key: string | undefined; readonly value: string | undefined }
  | { readonly kind: 'reset'; readonly key: string | undefined }
  | { readonly kind: 'explain'; readonly query: Query; readonly extended: boolean }
  /** CACHE TABLE, UNCACHE TABLE, CLEAR CACHE (no path). */
  | {
      readonly kind: 'cache'
      readonly keep: boolean
      readonly path: readonly string[] | undefined
      readonly ifExists: boolean
      readonly place: Place
    }
  /** `CACHE [LAZY] TABLE name AS query`: a view whose rows are kept. */
  | {
      readonly kind: 'cacheQuery'
      readonly name: string
      readonly query: Query
      readonly text: string
      readonly lazy: boolean
    }
  /** `DECLARE [OR REPLACE] x, y INT DEFAULT 1` */
  | {
      readonly kind: 'declareVariables'
      readonly names: readonly VariableName[]
      readonly replace: boolean
      /** undefined: the value's own. */
      readonly type: DataType | undefined
      readonly initial: PlacedValue | undefined
    }
  /** `SET VAR x = 1, y = DEFAULT` */
  | {
      readonly kind: 'setVariables'
      readonly targets: readonly VariableName[]
      readonly values: readonly PlacedValue[]
    }
  /** `SET VAR (x, y) = (query)` */
  | { readonly kind: 'setVariablesTo'; readonly targets: readonly VariableName[]; readonly query: Query }
  | { readonly kind: 'dropVariable'; readonly name: VariableName; readonly ifExists: boolean }
  /** `EXECUTE IMMEDIATE text INTO x, y USING 1 AS a, 2 AS b` */
  | {
      readonly kind: 'executeImmediate'
      readonly text: PlacedValue
      readonly into: readonly VariableName[]
      readonly args: readonly PlacedValue[]
    }
  /** `CREATE TEMPORARY FUNCTION f(a INT DEFAULT 1) RETURNS INT RETURN a + 1` */
  | {
      readonly kind: 'createFunction'
      readonly name: string
      readonly replace: boolean
      readonly parameters: readonly RoutineParameter[]
      readonly returns: DataType | undefined
      readonly body: PlacedValue
    }
  | {
      readonly kind: 'dropFunction'
      readonly path: readonly string[]
      readonly temporary: boolean
      readonly ifExists: boolean
    }
  | { readonly kind: 'refreshFunction'; readonly path: readonly string[]; readonly place: Place }
