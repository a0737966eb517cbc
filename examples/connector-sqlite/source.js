import { Options, rowScan } from 'millrace/connectors'
import { openDatabase, quoted } from './database.js'

/** Rows fetched at once: no statement stays open between two pages. */
const pageRows = 1000

/**
 * Reads rows that are added to a table. The offset is the largest key read: keys must rise with every row that is added
 * (INTEGER PRIMARY KEY AUTOINCREMENT does it), and rows must stay as they are, or a range would not read the same twice.
 */
export class SqliteSource {
  constructor(entries, schema) {
    const options = new Options(entries)
    this.schema = schema
    this.table = options.required('table', 'sqlite')
    this.key = options.text('key') ?? 'id'
    const most = options.positive('maxRowsPerTrigger')
    if (most !== undefined) this.defaultLimit = { kind: 'rows', max: most }
    this.description = `sqlite[${this.table}]`
    this.database = openDatabase(options)
  }

  // Null means the beginning of the table, today and after a restart: there is nothing to remember.
  async initialOffset() {
    return null
  }

  async latestOffset(start, limit) {
    const key = quoted(this.key)
    const rows = limit.kind === 'rows' ? `ORDER BY ${key} LIMIT ${limit.max}` : ''
    const found = this.database.get(
      `SELECT max(k) AS last FROM (SELECT ${key} AS k FROM ${quoted(this.table)} WHERE ${key} > ? AND ${key} <= ? ${rows})`,
      [start ?? Number.MIN_SAFE_INTEGER, this.end ?? Number.MAX_SAFE_INTEGER],
    )
    return found.last ?? start
  }

  async prepareForAvailableNow() {
    const found = this.database.get(`SELECT max(${quoted(this.key)}) AS last FROM ${quoted(this.table)}`)
    this.end = found.last ?? Number.MIN_SAFE_INTEGER
  }

  open(request) {
    return rowScan(this.schema, request, (start, end) => this.#rows(start ?? Number.MIN_SAFE_INTEGER, end))
  }

  *#rows(start, end) {
    const key = quoted(this.key)
    const columns = [...new Set([this.key, ...this.schema.names])].map(quoted).join(', ')
    const sql = `SELECT ${columns} FROM ${quoted(this.table)} WHERE ${key} > ? AND ${key} <= ? ORDER BY ${key} LIMIT ${pageRows}`
    for (let from = start; ; ) {
      const page = this.database.all(sql, [from, end])
      for (const row of page) yield this.#typed(row)
      if (page.length < pageRows) return
      from = page.at(-1)[this.key]
    }
  }

  // SQLite has numbers; LONG columns hold bigint.
  #typed(row) {
    for (const { name, type } of this.schema.fields) {
      if (type.kind === 'long' && typeof row[name] === 'number') row[name] = BigInt(row[name])
      if (type.kind === 'boolean' && row[name] !== null) row[name] = row[name] !== 0
    }
    return row
  }

  // Nothing to tidy up: committed rows stay in the table.
  async commit() {}

  async stop() {
    if (this.database.isOpen) this.database.close()
  }
}
