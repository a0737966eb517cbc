/** `session.read`: static frames from files and registered sources. Nothing is read before an action. */
import type { DdlShape } from '../types/typed/ddl-shape.ts'
import type { StructSchema } from '../types/typed/struct.ts'
import type { Dynamic, Shape, StringT } from '../types/typed/type-tags.ts'
import { DataFrame } from './data-frame.ts'
import { tableFrame } from './data-stream-reader.ts'
import { FrameReader } from './frame-reader.ts'

/** @typeParam S the columns, as far as `schema` has told the compiler */
export class DataFrameReader<S extends Shape = Dynamic> extends FrameReader {
  /** The columns: DDL text or `struct({…})`. */
  schema<T extends Shape>(schema: StructSchema<T>): DataFrameReader<T>
  schema<const X extends string>(ddl: X): DataFrameReader<DdlShape<X>>
  schema(schema: string | StructSchema): DataFrameReader<Dynamic> {
    this.settings.setSchema(schema)
    return this
  }

  /** The frame. @param paths files, folders or globs; of several, the rows of all */
  load(...paths: readonly string[]): DataFrame<S> {
    return this.#frame<S>(paths)
  }

  #frame<T extends Shape>(paths: readonly string[]): DataFrame<T> {
    const [first, ...more] = paths
    if (first !== undefined) this.option('path', first)
    const frame = new DataFrame<T>(this.settings.node(this.context, false), this.context)
    return more.length === 0 ? frame : frame.union(this.#frame(more))
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
    return this.format('text').#frame(paths)
  }

  /** The same as `text`. */
  textFile(...paths: readonly string[]): DataFrame<{ readonly value: StringT }> {
    return this.text(...paths)
  }

  /** A view of the session, or what a memory sink wrote. */
  table(name: string): DataFrame<Dynamic> {
    return tableFrame(name, this.context)
  }
}
