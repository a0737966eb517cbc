/** Statements one after the other in one session, against what a real Spark answered to the same ones. */
import { readFileSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import { MillraceError } from '../../lib/errors.ts'
import { schemaDdl } from '../../lib/types/ddl/type-sql.ts'
import { testSession } from '../session/sessions.ts'
import { toRowArray } from './row-array.ts'

interface Answer {
  readonly sql: string
  readonly schema?: string
  readonly streaming?: true
  readonly rows?: readonly (readonly unknown[])[]
  readonly error?: {
    readonly condition: string
    readonly sqlState: string | null
    readonly message: string
    readonly line?: number
    readonly position?: number
  }
}

const { statements }: { readonly statements: readonly Answer[] } = JSON.parse(
  readFileSync(new URL('../fixtures/spark/sql-statements.json', import.meta.url), 'utf8'),
)

/** Statements whose answer is another one here, on purpose: docs/differences.md says which and why. */
const different = new Set([
  // Spark keeps the text of a view made by SQL, and does not see that it streams.
  'SELECT w FROM STREAM evv',
])

/** Spark points at the statement's beginning or not at all; here the marker stands at the part that is wrong. */
const nearer = new Set([
  'SELECT a FROM t WHERE a',
  'SELECT * FROM VALUES (rand())',
  'SELECT a FROM t LIMIT a',
  'SELECT * FROM STREAM t',
  'SELECT b FROM t WHERE b IN (SELECT k FROM ev)',
  'SELECT (SELECT max(v) FROM ev) AS m FROM t',
  'UNCACHE TABLE nope',
  // Raised while the query runs, where the text is no longer known here.
  "SELECT CAST('x' AS INT) AS n",
])

const { session, files } = testSession()
afterAll(() => session.stop())

files.immediate.makeDirectory('/folder')
files.immediate.createAtomic('/folder/a.json', new TextEncoder().encode('{"k":"a","v":1.0}\n'))
const t = session.createDataFrame(
  [
    [1, 'x'],
    [2, null],
  ],
  'a INT, b STRING',
)
t.createOrReplaceTempView('t')
t.createOrReplaceGlobalTempView('g')
session.readStream.schema('k STRING, v DOUBLE').json('/folder').createOrReplaceTempView('ev')

async function answer(sql: string): Promise<Omit<Answer, 'sql'>> {
  try {
    const frame = session.sql(sql.replace('<folder>', '/folder'))
    const schema = schemaDdl(frame.schema.fields)
    if (frame.isStreaming) return { schema, streaming: true }
    return { schema, rows: await toRowArray(frame) }
  } catch (error) {
    if (!(error instanceof MillraceError)) throw error
    const place = /\(line (\d+), pos (\d+)\)|== SQL \(line (\d+), position (\d+)\)/.exec(error.message)
    const [line, position, fragmentLine, fragmentPosition] = place?.slice(1) ?? []
    return {
      error: {
        condition: error.condition,
        sqlState: error.sqlState ?? null,
        message: error.message.split(/ \(line \d|\n== SQL/)[0] as string,
        ...(line ? { line: Number(line), position: Number(position) } : {}),
        ...(fragmentLine ? { line: Number(fragmentLine), position: Number(fragmentPosition) - 1 } : {}),
      },
    }
  }
}

for (const { sql, ...expected } of statements) {
  if (different.has(sql)) continue
  test(sql, async () => {
    const given = await answer(sql)
    if (expected.error && nearer.has(sql)) {
      const { line: _line, position: _position, ...rest } = expected.error
      expect(given.error).toMatchObject(rest)
    } else expect(given).toEqual(expected)
  })
}
