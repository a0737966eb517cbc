/** `session.readStream`: which source a streaming frame reads. Nothing is read before a query starts. */

import { makeNode } from '../plan/node.ts'
import { notStreaming } from '../sql/table-not-found.ts'
import type { DdlShape } from '../types/typed/ddl-shape.ts'
import type { StructSchema } from '../types/typed/struct.ts'
import type { Dynamic, Shape, StringT } from '../types/typed/type-tags.ts'
import { DataFrame } from './data-frame.ts'
import { FrameReader } from './frame-reader.ts'
import type { SessionContext } from './session-context.ts'
import { viewNode } from './view-node.ts'

/** @typeParam S the columns, as far as `schema` has told the compiler */
export class DataStreamReader<S extends Shape = Dynamic> extends FrameReader {
  /** The columns: DDL text or `struct({…})`. */
  schema<T extends Shape>(schema: StructSchema<T>): DataStreamReader<T>
  schema<const X extends string>(ddl: X): DataStreamReader<DdlShape<X>>
  schema(schema: string | StructSchema): DataStreamReader<Dynamic> {
    this.settings.setSchema(schema)
    return this
  }

  /** The frame. @param path the same as option `path`; a folder, a file or a glob */
  load(path?: string): DataFrame<S> {
    return this.#frame<S>(path)
  }

  #frame<T extends Shape>(path?: string): DataFrame<T> {
    if (path !== undefined) this.option('path', path)
    return new DataFrame<T>(this.settings.node(this.context, true), this.context)
  }

  /** JSON, one record a line. */
  json(path: string): DataFrame<S> {
    return this.format('json').load(path)
  }

  /** CSV: values between commas, or what option `sep` says. */
  csv(path: string): DataFrame<S> {
    return this.format('csv').load(path)
  }

  /** Lines, as column `value`. */
  text(path: string): DataFrame<{ readonly value: StringT }> {
    return this.format('text').#frame(path)
  }

  /** The same as `text`. */
  textFile(path: string): DataFrame<{ readonly value: StringT }> {
    return this.text(path)
  }

  /**
   * A streaming view of the session.
   *
   * @throws TABLE_OR_VIEW_NOT_FOUND, _LEGACY_ERROR_TEMP_1008 for a static one
   */
  table(name: string): DataFrame<Dynamic> {
    const frame = tableFrame(name, this.context)
    if (frame.isStreaming) return frame
    throw notStreaming(name)
  }
}

/** A view or a memory table by name; its columns may be qualified by the name. @throws TABLE_OR_VIEW_NOT_FOUND */
export function tableFrame(name: string, context: SessionContext): DataFrame<Dynamic> {
  const entry = context.catalog.find(name)
  return new DataFrame(makeNode('subqueryAlias', { alias: entry.name }, [viewNode(entry, context)]), context)
}
