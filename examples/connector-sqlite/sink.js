import { eachRow, Options } from 'millrace/connectors'
import { openDatabase, quoted, stored } from './database.js'

/**
 * Upserts into a table. An epoch's rows and its number go in by one transaction, so that either both are there or none: a
 * crash before it loses nothing (the epoch is run again), a crash behind it repeats nothing (its number is there).
 */
export class SqliteSink {
  constructor(entries, schema, context) {
    const options = new Options(entries)
    this.schema = schema
    this.table = options.required('table', 'sqlite')
    this.keys = (options.text('key') ?? '').split(',').filter((name) => name !== '')
    this.mode = context.outputMode
    // The numbers belong to one query: another one on the same table has its own.
    this.query = context.checkpoint
    this.description = `sqlite[${this.table}]`
    this.outputRows = -1
    this.staged = []
    this.database = openDatabase(options)
    this.#create()
  }

  #create() {
    const columns = this.schema.names.map(quoted).join(', ')
    const unique = this.keys.length > 0 ? `, PRIMARY KEY (${this.keys.map(quoted).join(', ')})` : ''
    this.database.exec(`CREATE TABLE IF NOT EXISTS ${quoted(this.table)} (${columns}${unique})`)
    this.database.exec('CREATE TABLE IF NOT EXISTS millrace_epochs (query TEXT PRIMARY KEY, epoch INTEGER)')
  }

  async write(_epoch, rows) {
    this.staged = []
    this.outputRows = await eachRow(rows, this.schema, (row) => {
      this.staged.push(this.schema.names.map((name) => stored(row[name])))
    })
  }

  async commit(epoch) {
    this.#transaction(() => {
      if (epoch <= this.#latest()) return
      if (this.mode === 'complete') this.database.exec(`DELETE FROM ${quoted(this.table)}`)
      this.#upsert()
      this.database.run('INSERT OR REPLACE INTO millrace_epochs VALUES (?, ?)', [this.query, epoch])
    })
    this.staged = []
  }

  async abort() {
    this.staged = []
  }

  // A checkpoint that was deleted is told from a restart by this.
  async latestCommitted() {
    return this.#latest()
  }

  async stop() {
    if (this.database.isOpen) this.database.close()
  }

  #latest() {
    return this.database.get('SELECT epoch FROM millrace_epochs WHERE query = ?', [this.query])?.epoch ?? -1
  }

  #upsert() {
    if (this.staged.length === 0) return
    const verb = this.keys.length > 0 ? 'INSERT OR REPLACE' : 'INSERT'
    const places = this.schema.names.map(() => '?').join(', ')
    const statement = this.database.prepare(`${verb} INTO ${quoted(this.table)} VALUES (${places})`)
    try {
      for (const row of this.staged) statement.run(row)
    } finally {
      statement.finalize()
    }
  }

  #transaction(work) {
    this.database.exec('BEGIN IMMEDIATE')
    try {
      work()
      this.database.exec('COMMIT')
    } catch (error) {
      if (this.database.inTransaction) this.database.exec('ROLLBACK')
      throw error
    }
  }
}
