// The suites of millrace/testing under Node's own test runner, and whole queries, one of them killed.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import {
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

test('a job that is killed between any two steps copies each row once', () => {
  const job = fileURLToPath(new URL('killed-job.js', import.meta.url))
  for (const point of ['before:sink-commit', 'after:sink-commit', 'after:offsets', 'before:commits', 'after:commits']) {
    const path = newPath()
    query(path, (database) => {
      database.exec(create)
      for (let id = 1; id <= 9; id++) database.run('INSERT INTO events(name) VALUES (?)', [`row ${id}`])
    })
    let runs = 0
    for (let killed = true; killed; runs++) {
      // Each run but the last dies at the point, in the batch after the one where the run before died.
      const { status, signal, stderr } = spawnSync(process.execPath, [job, path, point, String(runs)], {
        encoding: 'utf8',
      })
      killed = signal === 'SIGKILL'
      assert.ok(killed || status === 0, stderr)
    }
    assert.ok(runs > 2, `the job was not killed at ${point}`)
    const copied = query(path, (database) => database.all('SELECT id, name FROM copy ORDER BY id'))
    assert.deepEqual(
      copied,
      Array.from({ length: 9 }, (_, at) => ({ id: at + 1, name: `row ${at + 1}` })),
    )
  }
})
