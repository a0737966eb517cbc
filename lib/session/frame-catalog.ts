/** Frames and tables by name: temporary views, and what memory sinks have written. */

import type { MemoryTable } from '../connector/memory-table.ts'
import { MillraceError } from '../errors.ts'
import type { Node } from '../plan/nodes.ts'

export type CatalogEntry =
  | { readonly kind: 'view'; readonly name: string; readonly node: Node }
  | { readonly kind: 'table'; readonly name: string; readonly table: MemoryTable }

/** Names of one session, matched without case. */
export class FrameCatalog {
  readonly #entries = new Map<string, CatalogEntry>()

  /**
   * @param replace whether the name may be taken
   * @throws TEMP_TABLE_OR_VIEW_ALREADY_EXISTS when it may not and is
   */
  setView(name: string, node: Node, replace: boolean): void {
    if (!replace && this.#entries.has(name.toLowerCase())) {
      throw new MillraceError(
        'TEMP_TABLE_OR_VIEW_ALREADY_EXISTS',
        `Cannot create the temporary view \`${name}\` because it already exists. Choose a different name, drop or replace the existing view.`,
        { sqlState: '42P07', parameters: { relationName: `\`${name}\`` } },
      )
    }
    this.#entries.set(name.toLowerCase(), { kind: 'view', name, node })
  }

  setTable(name: string, table: MemoryTable): void {
    this.#entries.set(name.toLowerCase(), { kind: 'table', name, table })
  }

  /** Whether there was one. */
  dropTempView(name: string): boolean {
    return this.#entries.delete(name.toLowerCase())
  }

  tableExists(name: string): boolean {
    return this.#entries.has(name.toLowerCase())
  }

  listTables(): readonly { readonly name: string; readonly isTemporary: true }[] {
    return [...this.#entries.values()].map(({ name }) => ({ name, isTemporary: true as const }))
  }

  /** @throws TABLE_OR_VIEW_NOT_FOUND */
  find(name: string): CatalogEntry {
    const entry = this.#entries.get(name.toLowerCase())
    if (entry) return entry
    throw new MillraceError(
      'TABLE_OR_VIEW_NOT_FOUND',
      `The table or view \`${name}\` cannot be found. Verify the spelling and correctness of the schema and catalog.`,
      { sqlState: '42P01', parameters: { relationName: `\`${name}\`` } },
    )
  }
}
