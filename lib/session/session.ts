/** Session: the way in. Makes frames, holds settings, views and queries. */

import { arrivingRowsAttachment, memoryStreamAttachment } from '../connector/attachments.ts'
import type { Connector } from '../connector/connector.ts'
import { MemoryStream } from '../connector/memory-stream.ts'
import { MillraceError } from '../errors.ts'
import { requireNanosTypes } from '../expressions/binder/require-nanos-types.ts'
import type { ScalarFunction } from '../expressions/scalar-function.ts'
import { makeNode } from '../plan/node.ts'
import type { AnyDefinition } from '../plan/operator-registry.ts'
import type { StreamingQueryManager } from '../query/streaming-query-manager.ts'
import type { Observable } from '../stream/rx.ts'
import type { SqlValue } from '../types/data-type.ts'
import { parseSchema } from '../types/ddl/ddl.ts'
import type { Schema } from '../types/schema.ts'
import type { DdlShape } from '../types/typed/ddl-shape.ts'
import type { StructSchema } from '../types/typed/struct.ts'
import type { Dynamic, LongT, RowOf, Shape } from '../types/typed/type-tags.ts'
import { structType } from '../types/types.ts'
import { fromRowValue, type RowObject } from '../types/values/row-value.ts'
import { Catalog } from './catalog.ts'
import { DataFrame } from './data-frame.ts'
import { DataFrameReader } from './data-frame-reader.ts'
import { DataStreamReader, tableFrame } from './data-stream-reader.ts'
import { rangeNode } from './range-node.ts'
import { runStatement, type SqlArguments } from './run-statement.ts'
import type { RuntimeConf } from './runtime-conf.ts'
import { SessionContext } from './session-context.ts'
import { type UserFunctions, userFunctions } from './user-functions.ts'

/** A memory stream that makes its own frames; columns S. */
export interface TypedMemoryStream<S extends Shape> {
  /** Adds rows, objects by column name or arrays by position; one batch sees them together. */
  addData(...rows: readonly ({ readonly [K in keyof S]?: unknown } | readonly unknown[])[]): void
  /** A streaming frame over everything that is and will be added. */
  toDF(): DataFrame<S>
}

/** How rows that arrive are kept. */
export interface ArrivingRowsOptions {
  /** Uncommitted rows at most; 100,000 unless given. */
  readonly maxRows?: number
}

export class Session {
  /** Functions of the program's own: `session.udf(f, type)`, `session.udf.register(name, f, type)`. */
  readonly udf: UserFunctions
  readonly #context: SessionContext
  readonly #register: (context: SessionContext) => void

  /** @param register gives another session the operators, functions and connectors that this one was made with */
  constructor(context: SessionContext, register: (context: SessionContext) => void) {
    this.#context = context
    this.#register = register
    this.udf = userFunctions(context.registry)
  }

  /** Settings by Spark's names. */
  get conf(): RuntimeConf {
    return this.#context.conf
  }

  /** Names that SQL and `table` know. */
  get catalog(): Catalog {
    return new Catalog(this.#context)
  }

  /** The running queries, and listeners. */
  get streams(): StreamingQueryManager {
    return this.#context.streams
  }

  get read(): DataFrameReader {
    return new DataFrameReader(this.#context)
  }

  get readStream(): DataStreamReader {
    return new DataStreamReader(this.#context)
  }

  /**
   * A static frame of rows given in the program.
   *
   * @param rows objects by column name, or arrays by position
   * @param schema DDL text or `struct({…})`
   * @throws MILLRACE_VALUE_TYPE for a value that does not fit its column
   */
  createDataFrame<T extends Shape>(
    rows: readonly (Partial<RowOf<T>> | readonly unknown[])[],
    schema: StructSchema<T>,
  ): DataFrame<T>
  createDataFrame<const X extends string>(
    rows: readonly (RowObject | readonly unknown[])[],
    schema: X,
  ): DataFrame<DdlShape<X>>
  createDataFrame(rows: readonly (object | readonly unknown[])[], schema: string | StructSchema): DataFrame<Dynamic> {
    this.#context.requireRunning()
    const { fields } = schemaFrom(schema, this.#context.conf)
    const internal = rows.map((row, at) => internalRow(row, fields, at))
    return new DataFrame<Dynamic>(makeNode('localRelation', { fields, rows: internal }), this.#context)
  }

  /** Column `id` LONG from `start` (0) to `end`, exclusive. */
  range(end: number | bigint): DataFrame<{ readonly id: LongT }>
  range(start: number | bigint, end: number | bigint, step?: number | bigint): DataFrame<{ readonly id: LongT }>
  range(
    first: number | bigint,
    second?: number | bigint,
    step: number | bigint = 1n,
  ): DataFrame<{ readonly id: LongT }> {
    this.#context.requireRunning()
    const [start, end] = second === undefined ? [0n, BigInt(first)] : [BigInt(first), BigInt(second)]
    return new DataFrame(rangeNode(start, end, BigInt(step), this.#context), this.#context)
  }

  /**
   * One SQL statement: a query over views and memory tables, static or streaming, or a command, which takes effect now
   * (CREATE TEMP VIEW, DROP VIEW, SHOW TABLES, SHOW VIEWS, DESCRIBE, SET, RESET, EXPLAIN, CACHE TABLE, DECLARE). A command
   * that reads a query, `SET VAR x = (SELECT …)`, has taken effect when its frame has been read.
   *
   * @param args values for `:name` markers by name, or a list for `?` markers: never put a value into the text itself
   * @throws PARSE_SYNTAX_ERROR, TABLE_OR_VIEW_NOT_FOUND, UNRESOLVED_COLUMN.* and all else that is wrong with the text, with
   *   line, position and a marker; MILLRACE_SQL_NOT_YET for clauses that are not there yet
   */
  sql(text: string, args: SqlArguments = {}): DataFrame<Dynamic> {
    return new DataFrame<Dynamic>(runStatement(text, args, this.#context), this.#context)
  }

  /** A view, or what a memory sink wrote under its query's name. @throws TABLE_OR_VIEW_NOT_FOUND */
  table(name: string): DataFrame<Dynamic> {
    this.#context.requireRunning()
    return tableFrame(name, this.#context)
  }

  /** A stream that the program itself adds rows to. */
  memoryStream<T extends Shape>(schema: StructSchema<T>): TypedMemoryStream<T>
  memoryStream<const X extends string>(schema: X): TypedMemoryStream<DdlShape<X>>
  memoryStream(given: string | StructSchema): TypedMemoryStream<Dynamic> {
    const context = this.#context
    const stream = new MemoryStream(schemaFrom(given, this.#context.conf))
    return {
      addData: (...rows) => stream.addData(...(rows as readonly (RowObject | readonly unknown[])[])),
      toDF: () => {
        const { fields } = stream.schema
        const node = makeNode('source', {
          relation: context.newRelation(),
          format: 'memory',
          options: [],
          fields,
          streaming: true,
        })
        context.attach(node, new Map([[memoryStreamAttachment, stream]]))
        return new DataFrame<Dynamic>(node, context)
      },
    }
  }

  /**
   * A stream of what an Observable emits: objects by column name or arrays by position. Each query subscribes when it
   * starts, within `start()`, and ends by itself when the Observable has completed and all rows are committed. Not
   * replayable: see connectors/rows/README.md for what a restart gives.
   *
   * @throws MILLRACE_ARGUMENT for what is no schema or no Observable
   * @throws (in the query) MILLRACE_VALUE_TYPE for a value that does not fit, MILLRACE_ROWS_OVERFLOW when rows come faster
   * than they are read, and what the Observable ends with
   */
  fromObservable<T extends Shape>(
    schema: StructSchema<T>,
    rows$: Observable<Partial<RowOf<T>> | readonly unknown[]>,
    options?: ArrivingRowsOptions,
  ): DataFrame<T>
  fromObservable<const X extends string>(
    schema: X,
    rows$: Observable<RowObject | readonly unknown[]>,
    options?: ArrivingRowsOptions,
  ): DataFrame<DdlShape<X>>
  fromObservable(
    schema: string | StructSchema,
    rows$: Observable<unknown>,
    options?: ArrivingRowsOptions,
  ): DataFrame<Dynamic> {
    return this.#arriving(schema, rows$, options)
  }

  /** As `fromObservable`, of what an async iterable gives; it is not asked for more while `maxRows` rows wait. */
  fromAsyncIterable<T extends Shape>(
    schema: StructSchema<T>,
    rows: AsyncIterable<Partial<RowOf<T>> | readonly unknown[]>,
    options?: ArrivingRowsOptions,
  ): DataFrame<T>
  fromAsyncIterable<const X extends string>(
    schema: X,
    rows: AsyncIterable<RowObject | readonly unknown[]>,
    options?: ArrivingRowsOptions,
  ): DataFrame<DdlShape<X>>
  fromAsyncIterable(
    schema: string | StructSchema,
    rows: AsyncIterable<unknown>,
    options?: ArrivingRowsOptions,
  ): DataFrame<Dynamic> {
    return this.#arriving(schema, rows, options)
  }

  #arriving(
    given: string | StructSchema,
    from: Observable<unknown> | AsyncIterable<unknown>,
    { maxRows = 100_000 }: ArrivingRowsOptions = {},
  ): DataFrame<Dynamic> {
    const context = this.#context
    context.requireRunning()
    const schema = schemaFrom(given, this.#context.conf)
    requireRows(from)
    const node = makeNode('source', {
      relation: context.newRelation(),
      format: 'rows',
      options: [],
      fields: schema.fields,
      streaming: true,
    })
    context.attach(node, new Map([[arrivingRowsAttachment, { schema, from, maxRows }]]))
    return new DataFrame<Dynamic>(node, context)
  }

  /** Makes an operator of the program's own known, by the name in its definition. */
  registerOperator(operator: AnyDefinition | { readonly definition: AnyDefinition }): this {
    this.#context.registry.addOperator(operator)
    return this
  }

  /** Makes a function of the program's own known, to expressions and SQL text alike. */
  registerFunction(definition: ScalarFunction): this {
    this.#context.registry.addFunction(definition)
    return this
  }

  /** Makes a connector known under its name, for `format(name)`. */
  registerConnector(connector: Connector): this {
    this.#context.registry.addConnector(connector)
    return this
  }

  /**
   * A session beside this one: settings as they were given to the first, no views but the global ones, no functions of
   * the program's own, a query manager of its own. Stopping one stops all.
   */
  newSession(): Session {
    this.#context.requireRunning()
    const context = new SessionContext(this.#context.surroundings, this.#context)
    this.#register(context)
    return new Session(context, this.#register)
  }

  /** Stops every query of this session and of those made by `newSession`; no frames are made or run afterwards. */
  async stop(): Promise<void> {
    this.#context.markStopped()
    const active = this.#context.managers.flatMap((manager) => manager.active)
    await Promise.all(active.map((query) => query.stop()))
  }
}

function schemaFrom(given: string | StructSchema, conf: RuntimeConf): Schema {
  const schema = typeof given === 'string' ? parseSchema(given) : (given as StructSchema | undefined)?.schema
  if (schema?.fields) {
    requireNanosTypes(structType(schema.fields), conf)
    return schema
  }
  throw new MillraceError(
    'MILLRACE_ARGUMENT',
    `A schema is text, 'k STRING, n INT', or made by struct({…}); this is none: ${kindOf(given)}. It comes first in ` +
      'fromObservable, fromAsyncIterable and memoryStream, and behind the rows in createDataFrame',
  )
}

function requireRows(from: unknown): void {
  const { subscribe } = (from ?? {}) as Partial<Observable<unknown>>
  if (typeof subscribe === 'function' || (from instanceof Object && Symbol.asyncIterator in from)) return
  throw new MillraceError(
    'MILLRACE_ARGUMENT',
    `Rows come behind the schema, as an Observable or an async iterable; this is neither: ${kindOf(from)}`,
  )
}

function kindOf(value: unknown): string {
  return value instanceof Object ? value.constructor.name : String(value)
}

function internalRow(row: object | readonly unknown[], fields: Schema['fields'], at: number): readonly SqlValue[] {
  return fields.map((one, column) => {
    const value = Array.isArray(row) ? row[column] : (row as RowObject)[one.name]
    return fromRowValue(one.type, value, `row ${at}, column ${one.name}`)
  })
}
