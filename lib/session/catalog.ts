/** `session.catalog`: the names that SQL and `table` know, Spark's methods over temporary views and memory tables. */
import { refuseAction } from '../plan/analyze/streaming.ts'
import { schemaOf } from '../plan/planner.ts'
import { typeSimpleText } from '../types/ddl/type-sql.ts'
import type { CatalogEntry } from './frame-catalog.ts'
import { globalNamespace } from './frame-catalog.ts'
import { namePattern } from './name-pattern.ts'
import type { SessionContext } from './session-context.ts'
import { viewNode } from './view-node.ts'

/** A view, or a table in memory. */
export interface CatalogTable {
  readonly name: string
  readonly catalog: null
  /** Empty, or `global_temp`. */
  readonly namespace: readonly string[]
  readonly description: null
  readonly tableType: 'TEMPORARY'
  readonly isTemporary: true
}

export interface CatalogColumn {
  readonly name: string
  readonly description: string | null
  /** As Spark's catalog writes it: `bigint`. */
  readonly dataType: string
  readonly nullable: boolean
  readonly isPartition: false
  readonly isBucket: false
}

export class Catalog {
  readonly #context: SessionContext

  constructor(context: SessionContext) {
    this.#context = context
  }

  /** Always `default`: there is one database. */
  currentDatabase(): string {
    return 'default'
  }

  /** Always `spark_catalog`: there is one catalog. */
  currentCatalog(): string {
    return 'spark_catalog'
  }

  /**
   * Views and memory tables by name.
   *
   * @param database `global_temp` lists the global views too
   * @param pattern only names like it: `*` for any text, `|` between alternatives
   */
  listTables(database?: string, pattern?: string): readonly CatalogTable[] {
    const matches = namePattern(pattern)
    return this.#context.catalog
      .list(database?.toLowerCase() === globalNamespace)
      .filter(({ entry }) => matches(entry.name))
      .map(({ namespace, entry }) => tableOf(namespace, entry))
  }

  /** @param name `view`, `` `a view` ``, `global_temp.view` */
  tableExists(name: string): boolean {
    try {
      return this.#context.catalog.find(name) !== undefined
    } catch {
      return false
    }
  }

  /** @throws TABLE_OR_VIEW_NOT_FOUND */
  getTable(name: string): CatalogTable {
    const entry = this.#context.catalog.find(name)
    const { namespace } = this.#context.catalog.list(true).find((one) => one.entry === entry) ?? { namespace: '' }
    return tableOf(namespace, entry)
  }

  /** @throws TABLE_OR_VIEW_NOT_FOUND */
  listColumns(name: string): readonly CatalogColumn[] {
    const node = viewNode(this.#context.catalog.find(name), this.#context)
    return schemaOf(node, this.#context.planner).fields.map(({ name: column, type, nullable, metadata }) => ({
      name: column,
      description: metadata?.comment ?? null,
      dataType: typeSimpleText(type),
      nullable,
      isPartition: false,
      isBucket: false,
    }))
  }

  /** Whether there was one. */
  dropTempView(name: string): boolean {
    return this.#context.catalog.drop([name])
  }

  /** @param name without `global_temp`; whether there was one */
  dropGlobalTempView(name: string): boolean {
    return this.#context.catalog.drop([globalNamespace, name])
  }

  /** As `session.table(name).cache()`, for everything that reads the view. @throws TABLE_OR_VIEW_NOT_FOUND */
  cacheTable(name: string): void {
    const node = viewNode(this.#context.catalog.find(name), this.#context)
    refuseAction(node)
    this.#context.cache.add(node)
  }

  /** @throws TABLE_OR_VIEW_NOT_FOUND */
  uncacheTable(name: string): void {
    this.#context.cache.remove(viewNode(this.#context.catalog.find(name), this.#context))
  }

  /** @throws TABLE_OR_VIEW_NOT_FOUND */
  isCached(name: string): boolean {
    return this.#context.cache.has(viewNode(this.#context.catalog.find(name), this.#context))
  }

  /** Forgets the rows of every cached frame. */
  clearCache(): void {
    this.#context.cache.clear()
  }
}

function tableOf(namespace: string, { name }: CatalogEntry): CatalogTable {
  return {
    name,
    catalog: null,
    namespace: namespace === '' ? [] : [namespace],
    description: null,
    tableType: 'TEMPORARY',
    isTemporary: true,
  }
}
