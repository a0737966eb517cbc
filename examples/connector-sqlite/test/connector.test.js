// The suites of millrace/testing under Node's own test runner, also of whole jobs that are killed.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import {
  describeKills,
  describeSink,
  describeSource,
  openSink,
  openSource,
  sinkContext,
  sinkSchema,
  sourceContext,
} from 'millrace/testing'
import sqlite3 from 'node-sqlite3-wasm'
import { sqlite } from '../index.js'

const job = fileURLToPath(new URL('killed-job.js', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'connector-sqlite-'))
after(() => rmSync(folder, { recursive: true, force: true }))
let databases = 0
const newPath = () => join(folder, `${++databases}.db`)

function query(path, work) {
  const database = new sqlite3.Database(path)
  try {
    return work(database)
  } finally {
    database.close()
  }
}

function run(suite) {
  describe(suite.title, () => {
    for (const { name, run } of suite.checks) test(name, run)
  })
}

const create = 'CREATE TABLE events (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT)'

run(
  describeSource('sqlite', {
    cannot: sqlite.source.cannot,
    async open() {
      const path = newPath()
      query(path, (database) => database.exec(create))
      const open = () =>
        openSource(sqlite, { path, table: 'events' }, 'id BIGINT, name STRING', sourceContext({}, '/ck/sources/0'))
      return {
        source: await open(),
        reopen: open,
        add: async () => query(path, (database) => database.exec("INSERT INTO events(name) VALUES ('a'), (NULL)")),
        limit: { limit: { kind: 'rows', max: 3 }, rows: 3 },
        damage: async () => query(path, (database) => database.exec('ALTER TABLE events RENAME COLUMN name TO other')),
      }
    },
  }),
)

for (const key of ['', 'id']) {
  run(
    describeSink(key === '' ? 'appending sqlite' : 'upserting sqlite', {
      modes: sqlite.sink.modes,
      cannot: sqlite.sink.cannot,
      async open(mode) {
        const path = newPath()
        const open = () => openSink(sqlite, { path, table: 'copy', key }, sinkSchema, sinkContext({}, mode))
        const rows = () =>
          query(path, (database) => database.all('SELECT * FROM copy')).map(({ id, name }) => [BigInt(id), name])
        return { sink: await open(), reopen: open, visible: async () => rows(), traces: () => rows().map(String) }
      },
    }),
  )
}

run(
  describeKills('sqlite', {
    async open() {
      const path = newPath()
      const rows = Array.from({ length: 9 }, (_, at) => [at + 1, `row ${at + 1}`])
      query(path, (database) => {
        database.exec(create)
        for (const [, name] of rows) database.run('INSERT INTO events(name) VALUES (?)', [name])
      })
      const copied = () => query(path, (database) => database.all('SELECT id, name FROM copy'))
      return {
        command: (order) => [job, path, JSON.stringify(order)],
        visible: async () => copied().map(({ id, name }) => [id, name]),
        expected: rows,
      }
    },
  }),
)
