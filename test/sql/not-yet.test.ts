/** What Spark's SQL has and millrace's has not is refused by name, at its place. */
import { afterAll, expect, test } from 'vitest'
import { testSession } from '../session/sessions.ts'

const { session } = testSession()
afterAll(() => session.stop())
session.range(3).createOrReplaceTempView('t')

const refused: readonly (readonly [sql: string, named: string, position: number])[] = [
  ['CREATE TABLE x (a INT)', 'CREATE TABLE', 7],
  ['CREATE VIEW x AS SELECT 1', 'CREATE VIEW without TEMPORARY', 7],
  ['INSERT INTO t VALUES (1)', 'INSERT', 0],
  ['DROP TABLE t', 'DROP TABLE', 5],
  ["SHOW TABLE EXTENDED LIKE 't'", 'SHOW TABLE', 5],
  ['EXPLAIN FORMATTED SELECT 1', 'EXPLAIN FORMATTED', 8],
  ['SET -v', 'SET -v', 4],
]

for (const [sql, named, position] of refused) {
  test(`${sql} is refused by name`, () => {
    expect(() => session.sql(sql)).toThrow(
      expect.objectContaining({
        condition: 'MILLRACE_SQL_NOT_YET',
        parameters: { line: '1', position: String(position) },
        message: expect.stringContaining(`one: ${named} (line 1, pos ${position})`),
      }),
    )
  })
}

test('an error shows the text with a marker below the place', () => {
  expect(() => session.sql('SELECT id,\n  nope\nFROM t')).toThrow(
    expect.objectContaining({
      condition: 'UNRESOLVED_COLUMN.WITH_SUGGESTION',
      message:
        'A column, variable, or function parameter with name `nope` cannot be resolved. Did you mean one of the ' +
        'following? [`id`]. (line 2, pos 2)\n\n== SQL ==\nSELECT id,\n  nope\n--^^^\nFROM t\n',
    }),
  )
})

test('a text nested too deep is refused, not run out of stack', () => {
  const deep = `${'SELECT * FROM ('.repeat(1000)}SELECT 1${')'.repeat(1000)}`
  expect(() => session.sql(deep)).toThrow(expect.objectContaining({ condition: 'MILLRACE_NESTING_TOO_DEEP' }))
})

/** As a real Spark says it. */
test.each([
  ['', 'PARSE_EMPTY_STATEMENT'],
  [' \n', 'PARSE_EMPTY_STATEMENT'],
  ['-- nothing', 'PARSE_SYNTAX_ERROR'],
  [';', 'PARSE_SYNTAX_ERROR'],
])('a text without a statement: %j', (text, condition) => {
  expect(() => session.sql(text)).toThrow(expect.objectContaining({ condition }))
})
