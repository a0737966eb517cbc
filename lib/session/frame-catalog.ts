/** Frames and tables by name: temporary views, global ones, and what memory sinks have written. */

import type { MemoryTable } from '../connector/memory-table.ts'
import { MillraceError } from '../errors.ts'
import type { Node } from '../plan/nodes.ts'
import { parseTableName } from '../sql/parse-statement.ts'
import { tableNotFound } from '../sql/table-not-found.ts'
import { quoteIdentifier } from '../types/ddl/identifier.ts'

export type CatalogEntry =
  | {
      readonly kind: 'view'
      readonly name: string
      readonly node: Node
      /** Gives the plan as it is now, where it changes. */
      readonly replan?: () => Node
    }
  | { readonly kind: 'table'; readonly name: string; readonly table: MemoryTable }

/** By lower-case name. */
export type CatalogEntries = Map<string, CatalogEntry>

/** The namespace of global temporary views (`spark.sql.globalTempDatabase`). */
export const globalNamespace = 'global_temp'

/** How a view is made. */
export interface ViewOptions {
  /** Whether the name may be taken. */
  readonly replace: boolean
  /** Known to every session that came from the same one, as `global_temp.name`. */
  readonly global: boolean
  /** Gives the plan anew at each use. */
  readonly replan?: () => Node
}

/** Names of one session, matched without case. */
export class FrameCatalog {
  readonly #entries: CatalogEntries = new Map()
  readonly #global: CatalogEntries

  /** @param global the views that this session shares with others */
  constructor(global: CatalogEntries) {
    this.#global = global
  }

  /**
   * Makes a view of a name as SQL writes it: one part, in backquotes where it has to be.
   *
   * @throws TEMP_TABLE_OR_VIEW_ALREADY_EXISTS when the name may not be taken and is, TEMP_VIEW_NAME_TOO_MANY_NAME_PARTS,
   *   _LEGACY_ERROR_TEMP_1321 for what is no name
   */
  setView(name: string, node: Node, options: ViewOptions): void {
    this.setNamedView(viewName(name), node, options)
  }

  /** As `setView`, with the bare name. */
  setNamedView(name: string, node: Node, { replace, global, replan }: ViewOptions): void {
    const entries = global ? this.#global : this.#entries
    if (!replace && entries.has(name.toLowerCase())) {
      throw new MillraceError(
        'TEMP_TABLE_OR_VIEW_ALREADY_EXISTS',
        `Cannot create the temporary view ${quoteIdentifier(name)} because it already exists.\n` +
          'Choose a different name, drop or replace the existing view.',
        { sqlState: '42P07', parameters: { relationName: quoteIdentifier(name) } },
      )
    }
    entries.set(name.toLowerCase(), { kind: 'view', name, node, ...(replan ? { replan } : {}) })
  }

  setTable(name: string, table: MemoryTable): void {
    this.#entries.set(name.toLowerCase(), { kind: 'table', name, table })
  }

  /** Whether there was one. */
  drop(path: readonly string[]): boolean {
    const place = this.#place(path)
    return place?.entries.delete(place.key) ?? false
  }

  /** The entry of a path of names, undefined when there is none. */
  at(path: readonly string[]): CatalogEntry | undefined {
    const place = this.#place(path)
    return place?.entries.get(place.key)
  }

  /**
   * The entry of a name as SQL writes it; one that a table has to the letter needs no backquotes.
   *
   * @throws TABLE_OR_VIEW_NOT_FOUND, PARSE_SYNTAX_ERROR
   */
  find(name: string): CatalogEntry {
    const exact = this.at([name])
    if (exact) return exact
    const path = parseTableName(name)
    const entry = this.at(path)
    if (entry) return entry
    throw tableNotFound(path)
  }

  /** The session's own entries by name, the global ones before them when they are asked for. */
  list(global = false): readonly { readonly namespace: string; readonly entry: CatalogEntry }[] {
    const sorted = (entries: CatalogEntries, namespace: string) =>
      [...entries].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => ({ namespace, entry }))
    return [...(global ? sorted(this.#global, globalNamespace) : []), ...sorted(this.#entries, '')]
  }

  #place(path: readonly string[]): { readonly entries: CatalogEntries; readonly key: string } | undefined {
    const [first = '', second] = path.map((part) => part.toLowerCase())
    if (path.length === 1) return { entries: this.#entries, key: first }
    if (path.length === 2 && first === globalNamespace) return { entries: this.#global, key: second as string }
    return undefined
  }
}

function viewName(text: string): string {
  let path: readonly string[]
  try {
    path = parseTableName(text)
  } catch (cause) {
    throw new MillraceError('_LEGACY_ERROR_TEMP_1321', `Invalid view name: ${text}.`, { cause })
  }
  const [name = '', ...more] = path
  if (more.length === 0) return name
  throw new MillraceError(
    'TEMP_VIEW_NAME_TOO_MANY_NAME_PARTS',
    `CREATE TEMPORARY VIEW or the corresponding Dataset APIs only accept single-part view names, but got: ${text}.`,
    { sqlState: '428EK', parameters: { actualName: text } },
  )
}
