/** `session.read`: static frames from files and registered sources. Nothing is read before an action. */
import type { DdlShape } from '../types/typed/ddl-shape.ts'
import type { StructSchema } from '../types/typed/struct.ts'
import type { Dynamic, Shape, StringT } from '../types/typed/type-tags.ts'
import { DataFrame } from './data-frame.ts'
import { tableFrame } from './data-stream-reader.ts'
import { type OptionValue, ReaderSettings } from './reader-settings.ts'
import type { SessionContext } from './session-context.ts'

/** @typeParam S the columns, as far as `schema` has told the compiler */
export class DataFrameReader<S extends Shape = Dynamic> {
  readonly #settings = new ReaderSettings()
  readonly #context: SessionContext

  constructor(context: SessionContext) {
    this.#context = context
  }

  /** `json`, `text`, or a registered connector's name. */
  format(name: string): this {
    this.#settings.format = name
    return this
  }

  /** The columns: DDL text or `struct({…})`. */
  schema<T extends Shape>(schema: StructSchema<T>): DataFrameReader<T>
  schema<const X extends string>(ddl: X): DataFrameReader<DdlShape<X>>
  schema(schema: string | StructSchema): DataFrameReader<Dynamic> {
    this.#settings.setSchema(schema)
    return this
  }

  /** One option of the source; names without case. */
  option(name: string, value: OptionValue): this {
    this.#settings.option(name, value)
    return this
  }

  options(values: Readonly<Record<string, OptionValue>>): this {
    for (const [name, value] of Object.entries(values)) this.option(name, value)
    return this
  }

  /** The frame. @param paths files, folders or globs; of several, the rows of all */
  load(...paths: readonly string[]): DataFrame<S> {
    const [first, ...more] = paths
    if (first !== undefined) this.option('path', first)
    const frame = new DataFrame<S>(this.#settings.node(this.#context, false), this.#context)
    return more.length === 0 ? frame : frame.union(this.load(...more))
  }

  /** JSON, one record a line unless option `multiLine` says otherwise. */
  json(...paths: readonly string[]): DataFrame<S> {
    return this.format('json').load(...paths)
  }

  /** CSV: values between commas, or what option `sep` says. */
  csv(...paths: readonly string[]): DataFrame<S> {
    return this.format('csv').load(...paths)
  }

  /** Lines, as column `value`. */
  text(...paths: readonly string[]): DataFrame<{ readonly value: StringT }> {
    return this.format('text').load(...paths) as never
  }

  /** The same as `text`. */
  textFile(...paths: readonly string[]): DataFrame<{ readonly value: StringT }> {
    return this.text(...paths)
  }

  /** A view of the session, or what a memory sink wrote. */
  table(name: string): DataFrame<Dynamic> {
    return tableFrame(name, this.#context)
  }
}
