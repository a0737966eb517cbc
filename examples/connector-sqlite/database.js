import sqlite from 'node-sqlite3-wasm'

/** Opens the database of a connector's options. */
export function openDatabase(options) {
  return new sqlite.Database(options.required('path', 'sqlite'))
}

/** A name as SQL writes it. */
export function quoted(name) {
  return `"${name.replaceAll('"', '""')}"`
}

/** A value of a row as SQLite keeps it: what has no type there is kept as text. */
export function stored(value) {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint')
    return value
  if (typeof value === 'boolean') return value ? 1 : 0
  return value instanceof Uint8Array ? value : String(value?.toJSON?.() ?? value)
}
