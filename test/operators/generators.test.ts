import { afterEach, expect, test } from 'vitest'
import { schemaDdl } from '../../lib/types/ddl/type-sql.ts'
import { type TestSession, testSession } from '../session/sessions.ts'
import { condition } from './pipe.ts'

const open: TestSession[] = []
const begin = (): TestSession['session'] => {
  const one = testSession()
  open.push(one)
  return one.session
}
afterEach(async () => {
  for (const { session } of open.splice(0)) await session.stop()
})

/** Three rows: with elements, with nulls, and with nothing in its collections. */
const table = () => {
  const frame = begin().createDataFrame(
    [
      {
        id: 1,
        a: [10, 20],
        m: new Map([
          ['a', 1],
          ['b', 2],
        ]),
        st: [{ x: 1, y: 'p' }, null],
        j: '{"a":1,"b":"t","c":{"d":[1,null]},"e":null}',
        v: 1.5,
      },
      { id: 2, v: 2.5 },
      { id: 3, a: [], m: new Map(), st: [], j: 'bad', v: 3.5 },
    ],
    'id INT NOT NULL, a ARRAY<INT>, m MAP<STRING, INT>, st ARRAY<STRUCT<x: INT, y: STRING>>, j STRING, v DOUBLE NOT NULL',
  )
  return frame
}

/** Recorded from Spark 4.3.0: a select list, the fields it makes, its rows. */
const recorded: readonly (readonly [string, string, readonly (readonly unknown[])[]])[] = [
  ['explode(a)', 'col INT', [[10], [20]]],
  ['explode_outer(a)', 'col INT', [[10], [20], [null], [null]]],
]

test.each(recorded)('%s gives what Spark gives', async (list, ddl, rows) => {
  const frame = table().selectExpr(list)
  expect(schemaDdl(frame.schema.fields)).toBe(ddl)
  expect((await frame.collect()).map((row) => Object.values(row))).toEqual(rows)
  expect(condition(() => 1)).toBe('nothing was thrown')
})
